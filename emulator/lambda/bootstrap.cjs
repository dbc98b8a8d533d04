// Runs one Lambda function in a process of its own: loads the handler, then answers one event per message.
const path = require('node:path');

const [file, name] = process.env._HANDLER.split('.');
const { [name]: handler } = require(path.join(process.env.LAMBDA_TASK_ROOT, `${file}.js`));

process.on('message', async ({ event, context, deadline }) => {
  try {
    const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
    process.send({ result: JSON.stringify(await handler(event, { ...context, getRemainingTimeInMillis })) });
  } catch (error) {
    process.send({
      error: { errorType: error?.name ?? 'Error', errorMessage: String(error?.message ?? error) },
    });
  }
});
process.send({ ready: true });
