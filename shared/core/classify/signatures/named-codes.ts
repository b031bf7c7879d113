/** How services and drivers write the code of an error; the group is the code. */
const notations: readonly (readonly [kind: string, notation: RegExp])[] = [
  ['aws', /An error occurred \(([\w.:-]{2,80})\) when calling the \w{1,80} operation/g],
  ['aws', /\b(?:Error Code|errorCode|error code|ErrorCode|Code): ?"?([A-Z][a-z]\w{3,60})\b/g],
  ['http', /\b(\d{3}) (?:Client|Server) Error\b/g],
  [
    'http',
    /\b(?:status(?:[ _-]?code)?|statusCode|http[ _]?code|response(?: code)?|HTTP (?:status|code|error)|http_status|response status|returned|responded with|respcode|error code|code)(?: was| of)?["']?\s?[:=]?\s?["'(<]{0,2}(?:Response )?\[?(\d{3})\b(?!\.\d)/gi,
  ],
  ['http', /\bHTTP(?:\/[\d.]{1,3})?"?[ :]{1,2}(\d{3})\b/gi],
  [
    'http',
    /(?:^|[\s:(["'])(\d{3})[ :,]{1,3}["']?(?:Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Conflict|Gone|Unprocessable|Too Many Requests|Internal|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out|Server Error|Request Time-?out|Not Implemented|Precondition)/gi,
  ],
  [
    'http',
    /\b(?:HttpError|HTTPError|HTTPStatusError|ApiException|ApiError|APIError|ResponseError|ClientResponseError|GoogleAPICallError|HttpResponseError): \(?["'<]?(\d{3})\b/g,
  ],
  [
    'http',
    /^[\w.]{0,120}(?:Unavailable|InternalServerError|TooManyRequests|BadGateway|GatewayTimeout|Forbidden|Unauthorized|NotFound|BadRequest|Conflict|ServerError|ResourceExhausted|GoogleAPIError|Unauthenticated): (\d{3}) /g,
  ],
  ['http', /\btoo many (\d{3}) error responses/g],
  ['http', /(?:->|=>|→|HTTP|:) ?(\d{3}):? ?[{<[]/g],
  ['http', /<Response \[(\d{3})\]>/g],
  ['http', /^(?:[\w.]{3,200}: )?(\d{3}) ?[{[<]/g],
  [
    'grpc',
    /\b(?:StatusCode\.|status ?= ?StatusCode\.|code ?= ?)(CANCELLED|UNKNOWN|INVALID_ARGUMENT|DEADLINE_EXCEEDED|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|RESOURCE_EXHAUSTED|FAILED_PRECONDITION|ABORTED|OUT_OF_RANGE|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS|UNAUTHENTICATED)\b/gi,
  ],
  [
    'grpc',
    /\bcode = (Unavailable|DeadlineExceeded|PermissionDenied|Unauthenticated|ResourceExhausted|NotFound|Internal|Aborted) desc\b/g,
  ],
  [
    'grpc',
    /"?\bstatus"?: ?"(UNAVAILABLE|PERMISSION_DENIED|UNAUTHENTICATED|RESOURCE_EXHAUSTED|NOT_FOUND|INTERNAL|ABORTED|DEADLINE_EXCEEDED|INVALID_ARGUMENT|FAILED_PRECONDITION)"/g,
  ],
  ['sqlstate', /\bSQL ?STATE[ :=[("']{1,4}([0-9A-Z]{5})\b/gi],
  ['sqlstate', /\b\d{6} \(([0-9A-Z]{5})\):/g],
  ['sqlstate', /\('([0-9A-Z]{5})', ?['"]/g],
  ['snowflake', /\b(\d{6}) \((?:[0-9A-Z]{5}|None)\):/g],
  ['mysql', /\((\d{4}), ?['"]/g],
  ['mysql', /\bERROR (\d{4}) \([0-9A-Z]{5}\)/g],
  ['mssql', /\[SQL Server\][^\n]{0,400}?\((\d{3,5})\)/g],
  ['mssql', /\bMsg (\d{3,5}), Level \d/g],
  ['mssql', /\((\d{3,5}), b['"]/g],
  ['ora', /\b(?:ORA|DPY|DPI)-(\d{3,5})\b/g],
  ['clickhouse', /\bCode: (\d{1,4})\b/g],
  ['teradata', /\[Error (\d{4})\]/g],
  ['errno', /\[Errno (-?\d{1,5})\]/g],
  [
    'errno',
    /\b(E(?:CONNREFUSED|CONNRESET|CONNABORTED|TIMEDOUT|HOSTUNREACH|NETUNREACH|PIPE|NOTFOUND|AI_AGAIN|NOSPC|MFILE|NFILE|ACCES|PERM|NOENT|DQUOT|ROFS|STALE|NOMEM|IO))\b/g,
  ],
  ['trino', /\btype=\w{1,40}, name=(\w{3,80})/g],
  ['ftp', /\b(?:error_perm|error_temp|error_reply|ftplib\.\w{1,20}): (\d{3})\b/g],
  ['smtp', /\bSMTP\w{1,40}: \(?(?:\{[^}]{0,200}?\()?(\d{3})\b/g],
  [
    'exit',
    /\b(?:exit(?:ed)?[ _-]?(?:code|status)?|return(?:ed)? (?:non-zero )?(?:exit )?code|returned non-zero exit status|status code|exit_code)(?:["']?: ?| with code | with | was | of |=| )?["']?(-?\d{1,3})\b/gi,
  ],
];
const codesMax = 40;

/** The codes that a text names, as `kind:code`: HTTP statuses, SQLSTATEs, errno and the like. */
export function namedCodes(text: string): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const [kind, notation] of notations) {
    for (const match of text.matchAll(notation)) {
      if (codes.size >= codesMax) return codes;
      codes.add(`${kind}:${match[1]}`);
    }
  }
  return codes;
}
