/** Airflow's own column is 250 characters wide. */
const idCharsMax = 250;
/** What Airflow allows in ids of DAGs and tasks: `validate_key` takes `[\w.-]+`. */
const plainKey = /^[\w.-]+$/;
const key = /^[\p{L}\p{M}\p{N}_.-]+$/u;
const blankOrControl = /[\s\p{Cc}|]/u;
/** A form encoding turned the plus of a time zone into a blank; no Airflow id holds one. */
const lostPlus = /(?<=\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?) (?=\d{2}:\d{2}(?:_|$))/;

/** The id of a DAG or a task, or undefined for what can't be one. */
export function toKey(text: string): string | undefined {
  const isKey = text.length <= idCharsMax && (plainKey.test(text) || key.test(text));
  return isKey && text !== '.' && text !== '..' ? text : undefined;
}

/** The id of a run, with a plus that a form encoding took restored. */
export function toRunId(text: string): string | undefined {
  return toOpaqueId(text.includes(' ') ? text.replace(lostPlus, '+') : text);
}

/** An id whose alphabet is not ours to judge. */
export function toOpaqueId(text: string): string | undefined {
  const isId = text !== '' && text.length <= idCharsMax && !blankOrControl.test(text) && text.isWellFormed();
  return isId ? text : undefined;
}

/** -1 or more. */
export function toMapIndex(text: string): number | undefined {
  return /^(?:-1|\d{1,9})$/.test(text) ? Number(text) : undefined;
}

export function toTryNumber(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
