/**
 * What a Prometheus answers to an instant query, as values of hosts. The form is that of its HTTP API, v1
 * (prometheus.io/docs/prometheus/latest/querying/api, "Instant queries" and "Format overview").
 */

/** Values by host in the query's unit; or none at all, and why. `query` where it must be corrected, `source` where it may pass. */
export type PrometheusAnswer =
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, number>>; readonly unusable: number }
  | { readonly kind: 'missing'; readonly fault: 'query' | 'source'; readonly reason: string };

interface Sample {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly value: number;
}

/** `body`: what came with status 200, 400 or 422. `hostLabel`: the label of the result that holds the id of a host. */
export function readAnswer(body: string, hostLabel: string): PrometheusAnswer {
  const answer = asRecord(parsed(body));
  if (!answer) return missing('source', 'Prometheus answered something that is not JSON of its API');
  if (answer['status'] !== 'success') return refused(answer);
  const data = asRecord(answer['data']);
  if (data?.['resultType'] !== 'vector') {
    return missing('query', `the query's result is a ${String(data?.['resultType'])}; it has to be an instant vector`);
  }
  const samples = asSamples(data['result']);
  if (!samples) return missing('source', 'Prometheus answered a vector that cannot be read');
  return byHost(samples, hostLabel);
}

/** NaN and infinities are what a division by nothing gives: no measurement of that host. */
function byHost(samples: readonly Sample[], hostLabel: string): PrometheusAnswer {
  if (samples.length === 0) return missing('source', 'Prometheus has no samples for the query');
  const values = new Map<string, number>();
  const seen = new Set<string>();
  for (const { labels, value } of samples) {
    const host = labels[hostLabel];
    if (typeof host !== 'string') continue;
    if (seen.has(host)) {
      return missing('query', `the query gives several values for host ${host}; aggregate them by (${hostLabel})`);
    }
    seen.add(host);
    if (Number.isFinite(value)) values.set(host, value);
  }
  if (seen.size === 0) return missing('query', `no sample of the query's result has the label ${hostLabel}`);
  if (values.size === 0) return missing('source', 'Prometheus answered NaN or infinity for every host');
  return { kind: 'values', values: Object.fromEntries(values), unusable: samples.length - values.size };
}

/** `bad_data` is a query that does not parse, `execution` one that cannot be run; the others are troubles of the server. */
function refused(answer: Readonly<Record<string, unknown>>): PrometheusAnswer {
  const type = String(answer['errorType']);
  const fault = type === 'bad_data' || type === 'execution' ? 'query' : 'source';
  return missing(fault, `Prometheus refused the query (${type}): ${String(answer['error'])}`);
}

function asSamples(result: unknown): readonly Sample[] | undefined {
  if (!Array.isArray(result)) return undefined;
  const samples: Sample[] = [];
  for (const each of result) {
    const sample = asRecord(each);
    const labels = asRecord(sample?.['metric']);
    const value = sample?.['value'];
    if (!labels || !Array.isArray(value) || typeof value[1] !== 'string') return undefined;
    samples.push({ labels, value: sampleValue(value[1]) });
  }
  return samples;
}

/** Values are strings, for JSON has no "NaN", "+Inf" and "-Inf". Number('') is 0, which no empty value stands for. */
function sampleValue(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

export function missing(fault: 'query' | 'source', reason: string): PrometheusAnswer {
  return { kind: 'missing', fault, reason };
}
