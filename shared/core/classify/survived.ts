/** Words of work that went on: an error before them was survived. */
const recovery =
  /\b(?:(?:retry|attempt|try) (?:\d+ )?(?:succeeded|successful|ok|worked)|ok on (?:the )?(?:second|third|\w{1,10}) try|recovered|re-?connected|connected to the (?:second|other|next|standby|fallback)|succeeded (?:after|on)|success(?:ful)? after|200 OK|going on|carrying on|resum(?:ed|ing)|fallback (?:worked|used|ok)|connection (?:re-?)?established|back online|healthy again|fell back to|continuing (?:with|without|anyway))\b/i;

/** A message that names an error and in the same breath says that it did no harm, or that comes of something beside the work. */
const harmless =
  /\b(?:ignor(?:ed|ing)|skipp(?:ed|ing)|caught|handled|suppressed|default \S{1,20} used|using default|will (?:re)?try|retry(?:ing)? in \d|retrying (?:in|after|the|request|connection)|, retrying|Retrying \(|retrying\.\.\.|waiting \d|backing off|back-?off \d|sleeping|replaced|switched to|switching to|falling back|fall back|non-?fatal|best effort|expires in|deprecat\w+|FutureWarning|DeprecationWarning|UserWarning|openlineage|marquez|statsd|(?:failed|could not|unable) to (?:emit|send|push|export|report|flush|publish) .{0,60}(?:lineage|metrics?|events?|traces?|spans?|telemetry|stats)|metrics client|not critical|will be removed|0 errors|no errors|without errors?)\b/i;

/** Lines that are neither an error nor work: frames, exits, wrappers, tidying up. */
const nothing = [
  /^\s*$/,
  /^\s*(?:at [\w.$<>/]+\(|\.\.\. \d+ (?:more|common)|File "|\^+\s*$|\|)/,
  /^\s{4,}\S/,
  /^(?:Command exited with|Running command|Output:|Sending SIGTERM|Tmp dir root|Done\. PASS|Oops!|::(?:end)?group::|Pod \S+ has phase|\+ |Marking task|Exporting env|exit(?:ed)? (?:with )?(?:code|status)|Completed with \d+ error)/i,
  /\b(?:shut(?:ting)? ?down|clean(?:ing|ed)? ?up|deleting|deleted|removing|removed temp\w*|closing|closed|terminating|stopping|stopped|rolled? ?back|rolling back|finalizing|teardown|aborting|exiting|ShutdownHookManager|see (?:the )?logs?|log file|View run status|has terminated|during handling of|the above exception|Traceback \(most)\b/i,
];

/** A line after which whatever went wrong before was survived. */
export function recovers(text: string): boolean {
  return recovery.test(text);
}

/** A line whose error did no harm. */
export function isSurvived(text: string): boolean {
  return harmless.test(text);
}

/** A line that is no work: it neither explains a failure nor shows that the task went on. */
export function saysNothing(text: string): boolean {
  return nothing.some((pattern) => pattern.test(text));
}

const errorShape =
  /\b(?:\w*error\w*|\w*exception|fail\w*|fatal|denied|refused|reset|timed out after \d+|https?|status|[45]\d\d)\b|[{<]|\b(?:0|no) (?:files?|rows|objects|records|keys)\b/i;

/** A line that reports an error or an answer, not one that only has the words. */
export function reportsError(text: string): boolean {
  return errorShape.test(text);
}
