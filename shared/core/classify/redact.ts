/** What stands in place of a secret. */
const placeholder = '[redacted]';

/** Each pattern's secret part is its named group; linear by construction (no nested repeats). */
const secrets: readonly RegExp[] = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}\b/g,
  /\bxox[abprs]-[\w-]{10,}/g,
  /(?<=\b(?:bearer|basic)\s+)[\w+/=.~-]{8,}/gi,
  /(?<=:\/\/[^\s:/@]{0,128}:)[^\s@/]{1,256}(?=@)/g,
  /(?<=\b(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret)["']?\s{0,4}[=:]\s{0,4}["']?)[^\s"',;&]{3,}/gi,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g,
];

/** Takes secrets out of a log excerpt, before it is stored, shown or sent. */
export function redact(text: string): string {
  return secrets.reduce((redacted, pattern) => redacted.replace(pattern, placeholder), text);
}
