/** What stands in place of a secret. */
const placeholder = '[redacted]';

/** Names that promise a secret, in the spellings of options, environments, headers and JSON; what stands before them does not matter. */
const secretName =
  '(?:pass(?:word|wd|phrase|code)|pwd|secret(?:[_ -]?(?:access)?[_ -]?key)?|secrets|token|api[_ -]?key|access[_ -]?key(?:[_ -]?id)?|account[_ -]?key|access[_ -]?signature|private[_ -]?key(?:[_ -]?id)?|signing[_ -]?key|encryption[_ -]?key|fernet[_ -]?key|auth[_ -]?key|credentials?|session[_ -]?(?:id|key)|connection[_ -]?string|dsn)';
/** What follows such a name and gives nothing away. */
const noSecret = String.raw`(?!\{?\[redacted\]|(?:yes|no|none|null|true|false|undefined|expired|invalid|missing|required|please|not|is|was|has|the|a|an|must|cannot|unknown|denied|empty|incorrect|revoked|\*{3,})(?:[^\w]|$))`;
const assignment = String.raw`["'\\]{0,3}\s{0,4}(?:=>|[=:])\s{0,4}`;

/** Each pattern replaces its whole match, or keeps its first group: linear by construction, every repeat is bounded. */
const secrets: readonly (readonly [pattern: RegExp, kept: string])[] = [
  [
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[\s\\nr]{1,8}[\w+/=]{20,100}){0,200}(?:[\s\\nr]{1,8}[\w+/=]{1,100})?(?:[\s\\nr]{0,8}-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?/g,
    '',
  ],
  [/((?:^|[\s-] )\s{0,8})[A-Za-z0-9+/]{64}(?=\s{0,8}$)/gm, '$1'],
  [
    /\b(authorization["'\\]{0,3}\s{0,4}[:=]\s{0,4}["'\\]{0,3}(?:[a-z]{3,12}\s+)?)(?!(?:[a-z]{3,12}\s{1,4})?\[redacted\])[^\s"',;\\]{3,2000}/gi,
    '$1',
  ],
  [/\b((?:bearer|basic|digest|apikey|negotiate)\s{1,4}["']?)[\w+/=.~:-]{8,4000}/gi, '$1'],
  [/\b((?:set-)?cookie["'\\]{0,3}\s{0,4}[:=]\s{0,4}["'\\]{0,3})[^\r\n"'\\]{3,2000}/gi, '$1'],
  // A URL's password may hold `/`, `:` and `@`: up to the last `@` before the host ends.
  [/(\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"'<>]{0,128}:)[^\s"'<>]{1,256}(?=@[\w.[\]:-]{1,255})/gi, '$1'],
  [/(:\/\/)[^\s:/@"'<>]{8,256}(?=@(?:[\w-]{1,63}\.){1,8}[\w-]{1,63})/g, '$1'],
  [
    new RegExp(`(${secretName}${assignment}[bru]?\\\\{0,3}")(?!\\[redacted)(?:[^"\\\\\\r\\n]|\\\\.){1,2000}`, 'gi'),
    '$1',
  ],
  [
    new RegExp(`(${secretName}${assignment}[bru]?\\\\{0,3}')(?!\\[redacted)(?:[^'\\\\\\r\\n]|\\\\.){1,2000}`, 'gi'),
    '$1',
  ],
  [new RegExp(`(${secretName}${assignment}\\{)${noSecret}[^}\\r\\n"':]{3,200}(?=\\})`, 'gi'), '$1'],
  [new RegExp(`(${secretName}${assignment}["'\\\\]{0,3})${noSecret}[^\\s"',;&)}\\]\\\\]{3,2000}`, 'gi'), '$1'],
  [/(\s-u\s{1,4}["']?[^\s:"']{1,100}:)[^\s"']{1,300}/g, '$1'],
  [
    /((?<![\w-])--?(?:password|passwd|pass|pwd|token|secret|api-?key|access-key|secret-key|client-secret)[ =]["']?)[^\s"']{3,500}/gi,
    '$1',
  ],
  [
    /([?&](?:sig|signature|x-amz-(?:signature|credential|security-token)|token|key|access_token|api_key|apikey|code|auth|password|secret)=)[^\s&"'<>]{3,2000}/gi,
    '$1',
  ],
  [/\beyJ[\w-]{4,4000}(?:\.[\w-]{4,4000}){1,4}\.?/g, ''],
  [/\b(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}\b/g, ''],
  [/\bgh[pousr]_\w{16,255}/g, ''],
  [/\bgithub_pat_\w{16,255}/g, ''],
  [/\bglpat-[\w-]{16,128}/g, ''],
  [/\bxox[abeoprs](?:\.xox[a-z])?-[\w-]{8,255}/g, ''],
  [/\bxapp-[\w-]{8,255}/g, ''],
  // Who knows a webhook's address may post to it.
  [/(https?:\/\/(?:[\w-]{1,63}\.){0,4}(?:web)?hooks?\.[^\s/"'<>]{1,200}\/)(?!\[redacted)[^\s"'<>]{8,500}/gi, '$1'],
  [
    /(\/(?:services\/T|workflows\/T|api\/webhooks\/|webhookb2\/|webhooks?\/|bot\d{6,12}:))(?!\[redacted)[\w@/:.-]{8,500}/g,
    '$1',
  ],
  [/\bAIza[\w-]{30,60}/g, ''],
  [/\bya29\.[\w-]{10,2000}/g, ''],
  [/\b1\/\/0[\w-]{20,255}/g, ''],
  [/\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|svcacct|or)?[-_]?[\w-]{16,255}/g, ''],
  [/\bdapi[0-9a-f]{32}(?:-\d)?\b/g, ''],
  [/\b(?:dop|doo|dor)_v1_[0-9a-f]{32,128}/g, ''],
  [/\bSG\.[\w-]{16,64}\.[\w-]{16,128}/g, ''],
  [/\bhvs?\.[\w-]{20,255}/g, ''],
  [
    /\b(?:npm_|pypi-|dckr_pat_|lin_api_|ntn_|shp(?:at|ss|ca|pa)_|pat-(?:na|eu)\d-|figd_|rubygems_|sq0\w{3}-|EAAC|hf_|nvapi-|atlasv1\.|NRAK-|ATATT)[\w.-]{16,512}/g,
    '',
  ],
  [/\b[\w-]{3}8Q~[\w.~-]{30,40}/g, ''],
  [/\b(?:AccountKey|SharedAccessKey|SharedSecretIssuer)=[\w+/=]{8,200}/gi, ''],
];

/**
 * Takes secrets out of a log excerpt before it is stored, shown or sent: tokens and keys by their form, and whatever
 * follows a name that promises one. What decides about a failure stays. Linear in the length; redacting again changes nothing.
 */
export function redact(text: string): string {
  return secrets.reduce((redacted, [pattern, kept]) => redacted.replace(pattern, `${kept}${placeholder}`), text);
}
