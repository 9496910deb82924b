import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe.each(['cn_college_listen_mcq', 'dream_tts_mcq'])('%s', (benchmark) => {
  it('reads the letter an answer states', async () => {
    const answers = ['A', 'I choose C.', '(b)', 'Because they do', ''];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      benchmark,
      `${benchmark}_test`,
      answers,
    );
    expect(prompts[0]).toMatch(
      /^Please listen carefully .*\(A\/B\/C\/D\)\.\n\nWhat will the man do\?\n\n\(A\) Find a place\.\n[^]*\n\nPlease select the correct answer:$/,
    );
    expect(parts[0]).toEqual(['audio', 'text']);
    // "(C) Choose a dress." is C, though "choose a" stands in it.
    expect(rows.map((row) => row.metrics)).toEqual([
      { accuracy: 1, failure_rate: 0 },
      { accuracy: 1, failure_rate: 0 },
      { accuracy: 1, failure_rate: 0 },
      { accuracy: 0, failure_rate: 1 },
      { accuracy: 0, failure_rate: 1 },
    ]);
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'unparsed']);
    expect(metrics).toMatchObject({ 'accuracy,none': 0.6, 'failure_rate,none': 0.4 });
  });
});
