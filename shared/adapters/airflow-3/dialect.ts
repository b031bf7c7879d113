import type { Dialect } from '../../airflow-http/failure.ts';
import { parseJson } from '../../airflow-http/parse-json.ts';
import { hasQuirk } from '../../airflow-http/quirk.ts';
import type { HttpAnswer } from '../../airflow-http/request.ts';
import type { Version } from '../../airflow-http/version.ts';
import { quirks } from './quirks.ts';
import { errorAnswer } from './wire.ts';

const helps = {
  unauthorized: 'token: it is invalid, expired or of another Airflow; put the new value into its secret',
  forbidden: 'the token is not allowed to do this; its user needs the role Op (a dry run of a clear needs it too)',
  unreachable: 'look at the network and the baseUrl',
} as const;

/** How Airflow 3 tells of trouble. `version`: as far as it is known by then. */
export function createDialect(version: () => Version | null): Dialect {
  return {
    server: 'Airflow',
    helps,
    quote: () => '',
    explain(asked, answer) {
      if (answer.status === 403 && detailOf(answer) === 'Invalid JWT token')
        return { code: 'unauthorized', message: `Airflow refused the ${helps.unauthorized}`, mayHaveExecuted: false };
      const isDryClear = asked.operation === 'postClearTaskInstances' && !asked.isWrite;
      if (isDryClear && isUnhandledRefusal(answer, version())) {
        const message =
          'Airflow could not do with the selection (this version answers a refusal like an error of its own)';
        return { code: 'bad-request', message, mayHaveExecuted: false };
      }
      return null;
    },
  };
}

/** Asked again, it would only fail again; and a run that can't be cleared is not trouble of the whole deployment. */
function isUnhandledRefusal({ status, text }: HttpAnswer, version: Version | null): boolean {
  return (
    status === 500 &&
    text.trim() === 'Internal Server Error' &&
    version !== null &&
    hasQuirk(quirks, 'clear-refused-by-500', version)
  );
}

/** A text, a list or an object, as the version and the operation have it. */
function detailOf({ text }: HttpAnswer): unknown {
  const read = errorAnswer.safeParse(parseJson(text));
  return read.success ? read.data.detail : undefined;
}
