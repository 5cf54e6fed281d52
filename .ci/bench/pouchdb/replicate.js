// Replicates documents like our events from one PouchDB to another over loopback, three times into an empty one, and
// prints the median as one line (see Result in ../load.go). The bytes are counted on the wire, both ways.
'use strict';

const { fork } = require('child_process');
const { mkdirSync } = require('fs');
const { randomUUID, randomBytes } = require('crypto');
const net = require('net');
const path = require('path');
const PouchDB = require('pouchdb');

const DOCS = 5000; // a week of one counter
const BATCH = 1000; // quicker than the default of 100
const ROUNDS = 3;

async function main(dir) {
  for (const part of ['local', 'remote']) mkdirSync(path.join(dir, part));
  const child = fork(path.join(__dirname, 'server.js'), [path.join(dir, 'remote')], { stdio: ['ignore', 2, 2, 'ipc'] });
  try {
    const port = await new Promise((ok, failed) => {
      child.once('message', ok);
      child.once('exit', () => failed(new Error('the server did not start')));
    });
    const wire = await meter(port);
    const rounds = [];
    for (let n = 0; n < ROUNDS; n++) rounds.push(await round(dir, n, wire));
    wire.close();
    rounds.sort((a, b) => a.rate - b.rate);
    const { rate, bytes } = rounds[ROUNDS >> 1];
    console.log(JSON.stringify({ work: 'a backlog of like records to a second store', name: 'PouchDB to a PouchDB server', rate, p50_us: 0, p99_us: 0, bytes }));
  } finally {
    child.disconnect();
  }
}

async function round(dir, n, wire) {
  const local = new PouchDB(path.join(dir, 'local', 'events' + n));
  await local.bulkDocs(Array.from({ length: DOCS }, event));
  const remote = new PouchDB(`http://127.0.0.1:${wire.port}/events${n}`);
  await remote.info();
  const before = wire.bytes();
  const began = process.hrtime.bigint();
  const done = await local.replicate.to(remote, { batch_size: BATCH });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (done.docs_written !== DOCS) throw new Error(`${done.docs_written} of ${DOCS} documents arrived`);
  const bytes = (wire.bytes() - before) / DOCS;
  await local.close();
  return { rate: DOCS / seconds, bytes };
}

// event is about 300 bytes of JSON, as one of our events would be there.
function event(_, n) {
  return {
    _id: randomUUID(), site: 'berchem', incarnation: 'k3', sequence: n + 1, kind: 'booked',
    at: new Date(1760000000000 + n * 61000).toISOString(), date: '2026-11-23', desk: 1 + (n % 2), start: 540 + 10 * (n % 42),
    product: 'identity-card', appointment: randomUUID(), by: 'c' + (n % 7), commitment: randomBytes(24).toString('base64'),
  };
}

// meter stands between the two and counts what passes.
function meter(to) {
  let passed = 0;
  const open = new Set();
  const server = net.createServer((near) => {
    const far = net.connect(to, '127.0.0.1');
    for (const [a, b] of [[near, far], [far, near]]) {
      open.add(a);
      a.setNoDelay(true);
      a.on('data', (chunk) => { passed += chunk.length; });
      a.pipe(b);
      a.on('error', () => b.destroy());
      a.on('close', () => open.delete(a));
    }
  });
  return new Promise((ok) => server.listen(0, '127.0.0.1', () => ok({
    port: server.address().port,
    bytes: () => passed,
    close: () => { server.close(); for (const socket of open) socket.destroy(); },
  })));
}

main(process.argv[2]).catch((failure) => {
  console.error(failure);
  process.exitCode = 1;
});
