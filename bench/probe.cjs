// Loads one bundle and times it; the last line of stdout is the sample, since a logger may write there too.
const { readFileSync } = require('node:fs');

const [bundle, eventFile, calls] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const context = {
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  functionName: 'bench',
  getRemainingTimeInMillis: () => 1000,
};

const started = process.hrtime.bigint();
const { handler } = require(bundle);
const initMs = Number(process.hrtime.bigint() - started) / 1e6;

async function time(count) {
  const before = process.hrtime.bigint();
  for (let call = 0; call < count; call++) await handler(event, context);
  return Number(process.hrtime.bigint() - before) / 1e3 / count;
}

(async () => {
  const count = Number(calls);
  let callUs;
  if (count > 0) {
    await time(count);
    callUs = await time(count);
  }
  process.stdout.write(`\n${JSON.stringify({ initMs, callUs })}\n`);
})();
