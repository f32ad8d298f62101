/** Asks a Prometheus for metrics that an operator names. Whatever goes wrong is an answer with a reason, never an exception. */
import { missing, type PrometheusAnswer, readAnswer } from './prometheusAnswer.js';

/** A vector of 10,000 hosts with a label of 32 characters is about 1 MiB. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;
/** Codes whose body says what the API thinks of the query: fine, not parsed, not executed, timed out or aborted. */
const API_STATUS: ReadonlySet<number> = new Set([200, 400, 422, 503]);

export interface PrometheusSource {
  /** Of the server, without /api/v1: http://127.0.0.1:9090. */
  readonly url: string;
  /** Label of a result that holds the id of a host. */
  readonly hostLabel: string;
  readonly timeoutMs: number;
}

/**
 * Values of an instant query by host, as of `atUnixMs`: the same question later has the same answer, so that a brain that takes
 * a rollout over sees what the one before it saw. Prometheus looks back up to five minutes for a sample (--query.lookback-delta).
 */
export async function askPrometheus(
  source: PrometheusSource,
  query: string,
  atUnixMs: number,
): Promise<PrometheusAnswer> {
  const form = new URLSearchParams({ query, time: String(atUnixMs / 1000), timeout: `${source.timeoutMs}ms` });
  try {
    const response = await fetch(`${source.url.replace(/\/+$/, '')}/api/v1/query`, {
      method: 'POST',
      body: form,
      signal: AbortSignal.timeout(source.timeoutMs),
    });
    if (!API_STATUS.has(response.status)) {
      await response.body?.cancel();
      return missing('source', `Prometheus at ${source.url} answered with status ${response.status}`);
    }
    const body = await boundedText(response);
    if (body === undefined) {
      return missing('query', `the query's result is larger than ${MOST_ANSWER_BYTES} bytes; aggregate it`);
    }
    return readAnswer(body, source.hostLabel);
  } catch (error) {
    return missing('source', `Prometheus at ${source.url} did not answer: ${why(error, source.timeoutMs)}`);
  }
}

async function boundedText(response: Response): Promise<string | undefined> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString('utf8');
    bytes += value.length;
    if (bytes > MOST_ANSWER_BYTES) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}

/** fetch says "fetch failed" and keeps the reason (ECONNREFUSED, ENOTFOUND) as its cause. */
function why(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
