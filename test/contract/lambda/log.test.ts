import { probeApp } from './probe';

const { invoke, probeDoes, lines } = probeApp();

describe('the log', () => {
  it('is what the function wrote, between the lines of Lambda', async () => {
    await probeDoes('calls');
    const { log, requestId } = await probeDoes('log');
    const [start, plain, twoLines, noNewline, end, report] = log.trimEnd().split('\n');
    expect(start).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(plain).toMatch(new RegExp(`Z\\t${requestId}\\tINFO\\tplain { a: 1 }$`));
    expect(twoLines).toMatch(new RegExp(`Z\\t${requestId}\\tERROR\\ttwo\\rlines$`));
    expect(noNewline).toBe('no newline');
    expect(end).toBe(`END RequestId: ${requestId}`);
    expect(report).toMatch(
      new RegExp(
        `^REPORT RequestId: ${requestId}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 256 MB\\tMax Memory Used: \\d+ MB$`,
      ),
    );
    const seen = lines.filter((line) => line.source === 'lambda' && line.text.includes(requestId ?? '-'));
    expect(seen).toHaveLength(5);
  });

  it('ends with at most 4 KB', async () => {
    const { log } = await probeDoes('flood');
    expect(Buffer.byteLength(log)).toBeLessThanOrEqual(4096);
    expect(log).toContain('line 999');
  });

  it('is JSON where the function asks for it', async () => {
    const { log, requestId } = await probeDoes('log', 'Structured');
    const [start, plain, , , report] = log.trimEnd().split('\n');
    expect(JSON.parse(start ?? '')).toMatchObject({ type: 'platform.start', record: { requestId } });
    expect(JSON.parse(plain ?? '')).toMatchObject({ level: 'INFO', requestId, message: 'plain { a: 1 }' });
    expect(JSON.parse(report ?? '')).toMatchObject({ type: 'platform.report' });
  });

  it('is not there unless it is asked for', async () => {
    expect((await invoke('Probe', { does: 'echo' }, { LogType: 'None' })).LogResult).toBeUndefined();
  });
});
