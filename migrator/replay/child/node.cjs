// Loads the handler of a job and answers its events, one line for each. The job comes on stdin, lines go to descriptor 3.
'use strict';
const { AsyncLocalStorage } = require('async_hooks');
const fs = require('fs');
const path = require('path');
const { syncBuiltinESMExports } = require('module');
const { Writable } = require('stream');
const { pathToFileURL } = require('url');

const job = JSON.parse(fs.readFileSync(0, 'utf8'));
const events = new AsyncLocalStorage();
let current;

function say(line) {
  let rest = Buffer.from(`${JSON.stringify(line)}\n`);
  while (rest.length) rest = rest.subarray(fs.writeSync(3, rest));
}

// -- a time that stands still, and a chance that always falls alike ------------------------------------------------

let seed = 1;
const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const bytes = (length) => Buffer.from(Array.from({ length }, () => Math.floor(chance() * 256)));
function uuid() {
  const hex = bytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
const Real = Date;
globalThis.Date = new Proxy(Real, {
  construct: (target, given, to) => Reflect.construct(target, given.length ? given : [job.time * 1000], to),
  apply: () => new Real(job.time * 1000).toString(),
  get: (target, name) => (name === 'now' ? () => job.time * 1000 : Reflect.get(target, name)),
});
Math.random = chance;
const crypto = require('crypto');
crypto.randomUUID = uuid;
crypto.randomBytes = (length, done) => (done ? done(null, bytes(length)) : bytes(length));
crypto.randomInt = (from, to) => (to === undefined ? Math.floor(chance() * from) : from + Math.floor(chance() * (to - from)));
Object.defineProperty(globalThis.crypto, 'randomUUID', { value: uuid });
Object.defineProperty(globalThis.crypto, 'getRandomValues', { value: (array) => (array.set(bytes(array.length)), array) });

// -- what leaves the process is noted, and ends the event: two handlers that try the same are alike so far -----------

function stop(what) {
  const state = events.getStore() ?? current;
  if (state === undefined) return;
  state.attempts.push(what);
  state.settle({ failure: { kind: 'stopped', type: 'Stopped', message: what } });
}
const never = new Promise(() => {});
const nothing = () => {};

function request(scheme, first, second) {
  const given = typeof first === 'string' || first instanceof URL ? { ...urlOptions(first), ...second } : first ?? {};
  const where = `${scheme}://${given.hostname ?? given.host ?? 'localhost'}${given.path ?? '/'}`;
  const names = Object.fromEntries(Object.entries(given.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const target = names['x-amz-target'] ? ` ${names['x-amz-target']}` : '';
  const parts = [];
  const sent = () => stop(`a request ${given.method ?? 'GET'} ${where}${target} ${Buffer.concat(parts)}`);
  const out = new Writable({
    write: (part, encoding, next) => (parts.push(Buffer.from(part, encoding === 'buffer' ? undefined : encoding)), next()),
    final: (next) => (sent(), next()),
  });
  for (const name of ['setHeader', 'setTimeout', 'setNoDelay', 'setSocketKeepAlive', 'flushHeaders', 'abort']) out[name] = nothing;
  out.getHeader = out.removeHeader = nothing;
  return out;
}
function urlOptions(text) {
  const url = new URL(text);
  return { hostname: url.host, path: `${url.pathname}${url.search}` };
}
for (const scheme of ['http', 'https']) {
  const library = require(scheme);
  library.request = (first, second) => request(scheme, first, second);
  library.get = (first, second) => request(scheme, first, second).end();
}
globalThis.fetch = (first, options = {}) => {
  stop(`a request ${options.method ?? first.method ?? 'GET'} ${first.url ?? first} ${options.body ?? ''}`);
  return never;
};
const net = require('net');
net.Socket.prototype.connect = function connect(...given) {
  const [to] = given.flat();
  stop(`a network connection to ${typeof to === 'object' ? `${to.host ?? 'localhost'}:${to.port ?? to.path}` : to}`);
  return this;
};
const dns = require('dns');
dns.lookup = (name) => stop(`a network connection to ${name}`);
dns.promises.lookup = (name) => (stop(`a network connection to ${name}`), never);
const processes = require('child_process');
for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']) {
  processes[name] = (what) => {
    stop(`another process (${what})`);
    throw new Error('not here: another process');
  };
}
syncBuiltinESMExports();

// -- the handler -----------------------------------------------------------------------------------------------------

const failed = (kind, error) => ({
  failure: { kind, type: String(error?.name ?? typeof error), message: String(error?.message ?? error).slice(0, 2000) },
});

function context(index, done) {
  return {
    awsRequestId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    callbackWaitsForEmptyEventLoop: true,
    functionName: job.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${job.name}`,
    logGroupName: `/aws/lambda/${job.name}`,
    logStreamName: '2020/03/12/[$LATEST]0123456789abcdef0123456789abcdef',
    memoryLimitInMB: '128',
    getRemainingTimeInMillis: () => 3000,
    succeed: (value) => done(null, value),
    fail: (error) => done(error ?? new Error('failed')),
    done,
  };
}

function answered(value) {
  let text;
  try {
    text = JSON.stringify(value) ?? 'null';
  } catch (error) {
    return failed('unserializable', error);
  }
  const message = `${text.length} bytes are over the limit of ${job.answer}`;
  return text.length > job.answer ? { failure: { kind: 'size', type: '', message } } : { value: JSON.parse(text) };
}

function ask(handler, index) {
  seed = 1;
  return new Promise((settle) => {
    current = { attempts: [], settle };
    const done = (error, value) => settle(error ? failed('raised', error) : answered(value));
    events.run(current, () => {
      try {
        const given = handler(job.events[index], context(index, done), done);
        if (typeof given?.then === 'function') given.then((value) => done(null, value), (error) => done(error ?? new Error('rejected')));
      } catch (error) {
        done(error);
      }
    });
  });
}

process.on('uncaughtException', (error) => current?.settle(failed('raised', error)));
process.on('unhandledRejection', (error) => current?.settle(failed('raised', error)));
process.on('beforeExit', () => current?.settle({ value: null })); // Lambda answers null when nothing is left to do

(async () => {
  let handler;
  try {
    const file = path.join(job.folder, job.module);
    const module = await (typeof loadTyped === 'function' ? loadTyped(file) : import(pathToFileURL(file)));
    handler = module[job.function] ?? module.default?.[job.function];
    if (typeof handler !== 'function') throw new Error(`nothing is exported as ${job.function}`);
  } catch (error) {
    say({ ...failed('raised', error), attempts: [] });
    process.exit(0);
  }
  say({ attempts: [] });
  for (let index = job.first; index < job.events.length; index += 1) {
    const line = await ask(handler, index);
    say({ ...line, attempts: current.attempts });
  }
  process.exit(0);
})();
