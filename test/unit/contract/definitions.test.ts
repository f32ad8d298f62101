/** What programs translate messages by, held against @grpc/proto-loader, which the generated types and other languages go by. */
import assert from 'node:assert/strict';
import fs, { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { loadSync, type MessageTypeDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import fc from 'fast-check';
import { LOAD_OPTIONS, protoRoot } from '../../../services/contract/definitions.js';
import { codec, MESSAGE_FILES, type Messages } from '../../../services/contract/schema.js';
import { methodDefinition, SERVICE_FILES, type ServiceName } from '../../../services/rpc/services.js';
import { checkoutRoot } from '../../lab/guest.js';
import { messagesNamed, messagesOf, PROTO_FILES } from './arbitraryMessages.js';

type Message = MessageTypeDefinition<object, object>;

const MESSAGES = Object.keys(MESSAGE_FILES) as (keyof Messages)[];
const SERVICES = Object.keys(SERVICE_FILES) as ServiceName[];
const RUNS = { numRuns: 20 };

const loader = loadSync(PROTO_FILES, { ...LOAD_OPTIONS, includeDirs: [protoRoot()] });

test('a file is read when it is first needed, and once', (t) => {
  const read: string[] = [];
  const original = fs.readFileSync;
  t.mock.method(fs, 'readFileSync', (...args: Parameters<typeof original>) => {
    read.push(basename(String(args[0])));
    return original(...args);
  });
  const plans = codec('Plan');
  assert.deepEqual(read, []);
  plans.encode({ planId: 'p' });
  assert.deepEqual(read, ['plan.proto', 'common.proto']);
  for (const name of MESSAGES) codec(name).encode({});
  for (const service of SERVICES) {
    for (const method of Object.keys(loader[`thermocline.v1.${service}`] as ServiceDefinition)) {
      methodDefinition(service, method).requestSerialize({});
    }
  }
  assert.deepEqual(read.toSorted(), PROTO_FILES.map((name) => basename(name)).sort());
});

test('field names of the generated types are those that the loader gives', () => {
  const generated = join(checkoutRoot(), 'services/contract/gen/thermocline/v1');
  let messages = 0;
  for (const [name, definition] of Object.entries(loader)) {
    if (!('serialize' in definition)) continue;
    messages++;
    const short = name.split('.').at(-1) ?? '';
    const text = readFileSync(join(generated, `${short}.ts`), 'utf8');
    const body = text.split(`export interface ${short} {`)[1]?.split('\n}')[0] ?? '';
    // A oneof has a field of its own that tells which member is set; it is no field of the message.
    const typed = [...body.matchAll(/^ {2}'(\w+)'\?: (?!"\w+")/gm)].map(([, field]) => field);
    const { field } = definition.type as { field: readonly { name: string }[] };
    assert.deepEqual(typed.sort(), field.map((each) => each.name).sort(), short);
  }
  assert.ok(messages > 50, `${messages} messages`);
});

for (const name of MESSAGES) {
  test(`${name}: the same bytes, and the same message out of them, as the loader gives`, () => {
    const theirs = loader[`thermocline.v1.${name}`] as Message;
    const ours = codec<keyof Messages>(name);
    fc.assert(
      fc.property(messagesNamed(name), (message) => {
        const bytes = theirs.serialize(message);
        assert.deepEqual(ours.encode(message), bytes);
        assert.deepEqual(ours.decode(bytes), theirs.deserialize(bytes));
      }),
      RUNS,
    );
  });
}

for (const service of SERVICES) {
  test(`${service}: methods are called and answered as the loader has them`, () => {
    const theirs = loader[`thermocline.v1.${service}`] as ServiceDefinition;
    for (const [name, method] of Object.entries(theirs)) {
      const ours = methodDefinition(service, name);
      const { path, requestStream, responseStream } = method;
      assert.deepEqual([ours.path, ours.requestStream, ours.responseStream], [path, requestStream, responseStream]);
      fc.assert(
        fc.property(...messagesOf(service, name), (request, response) => {
          const asked = method.requestSerialize(request);
          assert.deepEqual(ours.requestSerialize(request), asked);
          assert.deepEqual(ours.requestDeserialize(asked), method.requestDeserialize(asked));
          const answered = method.responseSerialize(response);
          assert.deepEqual(ours.responseSerialize(response), answered);
          assert.deepEqual(ours.responseDeserialize(answered), method.responseDeserialize(answered));
        }),
        RUNS,
      );
    }
  });
}
