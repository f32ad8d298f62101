import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { servePlans } from './planServer.js';

/** The services that every gRPC tool expects, spoken in plain bytes: nothing of ours helps to read them. */

const raw = (bytes: Buffer): Buffer => bytes;
/** A protobuf string field with a number below 16 and less than 128 bytes of text. */
const text = (field: number, value: string): Buffer =>
  Buffer.concat([Buffer.from([(field << 3) | 2, Buffer.byteLength(value)]), Buffer.from(value)]);

function unary(client: Client, path: string, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, raw, raw, request, (error, response) => {
      if (error) reject(error);
      else resolve(response ?? Buffer.alloc(0));
    });
  });
}

/** The first answer of a stream that goes both ways. */
async function first(client: Client, path: string, request: Buffer): Promise<Buffer> {
  const call = client.makeBidiStreamRequest(path, raw, raw, new Metadata(), {});
  call.write(request);
  for await (const response of call) {
    call.end();
    return response as Buffer;
  }
  throw new Error(`${path} answered nothing`);
}

test('health: the server and each service are SERVING; others are not known', async (t) => {
  const { address } = await servePlans(t);
  const client = new Client(address, credentials.createInsecure());
  t.after(() => client.close());
  const check = (service: string): Promise<Buffer> => unary(client, '/grpc.health.v1.Health/Check', text(1, service));
  const serving = Buffer.from([0x08, 1]);
  assert.deepEqual(await check(''), serving);
  assert.deepEqual(await check('thermocline.v1.PlanService'), serving);
  await assert.rejects(check('thermocline.v1.NoService'), /NOT_FOUND/);
});

test('health: all of them at once, and a watch hears that the server stops', async (t) => {
  const server = await servePlans(t);
  const client = new Client(server.address, credentials.createInsecure());
  t.after(() => client.close());
  const all = (await unary(client, '/grpc.health.v1.Health/List', Buffer.alloc(0))).toString('latin1');
  assert.ok(all.includes('thermocline.v1.PlanService'), all);
  const request = text(1, 'thermocline.v1.PlanService');
  const call = client.makeServerStreamRequest('/grpc.health.v1.Health/Watch', raw, raw, request, new Metadata(), {});
  const heard: number[] = [];
  for await (const answer of call) {
    heard.push((answer as Buffer).at(-1) ?? 0);
    if (heard.length === 1) void server.close();
    else break;
  }
  assert.deepEqual(heard, [1, 2], 'SERVING, NOT_SERVING');
});

test('what is no message is answered as such, and the next call is served', async (t) => {
  const { address } = await servePlans(t);
  const client = new Client(address, credentials.createInsecure());
  t.after(() => client.close());
  const broken = Buffer.from([0x80]);
  const check = '/grpc.health.v1.Health/Check';
  await assert.rejects(unary(client, check, broken), /INTERNAL: index out of range/);
  await assert.rejects(
    first(client, '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', broken),
    /INTERNAL: index out of range/,
  );
  assert.deepEqual(await unary(client, check, text(1, '')), Buffer.from([0x08, 1]));
});

for (const version of ['v1', 'v1alpha']) {
  test(`reflection ${version} lists our services and gives their files`, async (t) => {
    const fleet = { file: 'fleet_service', name: 'FleetService', methods: {} } as const;
    const { address } = await servePlans(t, {}, [fleet]);
    const client = new Client(address, credentials.createInsecure());
    t.after(() => client.close());
    const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
    const LIST_SERVICES = 7;
    const FILE_CONTAINING_SYMBOL = 4;
    const services = (await first(client, path, text(LIST_SERVICES, ''))).toString('latin1');
    const asked = [
      { service: 'thermocline.v1.PlanService', has: ['WatchPlans', 'PlanSummary', 'plan_id', 'PagesFailedEntry'] },
      { service: 'thermocline.v1.FleetService', has: ['WatchHost', 'HostState', 'host_id'] },
    ];
    for (const { service, has } of asked) {
      assert.ok(services.includes(service), service);
      const files = (await first(client, path, text(FILE_CONTAINING_SYMBOL, service))).toString('latin1');
      for (const name of has) assert.ok(files.includes(name), name);
    }
  });
}
