import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/ifeval/ifeval.ts';
import { INSTRUCTIONS } from '../../../../tasks/ifeval/instructions.ts';
import { scoreFixture } from './score-fixture.ts';

/** [instruction, settings, a response that follows it, one that does not] */
const CASES: readonly [string, Record<string, unknown>, string, string][] = [
  ['keywords:existence', { keywords: ['Tea', 'cup'] }, 'A teacup', 'tea alone'],
  [
    'keywords:frequency',
    { keyword: ' tea', frequency: 2, relation: 'at least' },
    'Tea, tea',
    'tea',
  ],
  ['keywords:frequency', { keyword: 'tea', frequency: 2, relation: 'less than' }, 'tea', 'tea tea'],
  ['keywords:forbidden_words', { forbidden_words: ['tea'] }, 'steam teams', 'No TEA.'],
  [
    'keywords:letter_frequency',
    { letter: 'A', let_frequency: 2, let_relation: 'at least' },
    'banana',
    'bench a',
  ],
  [
    'keywords:letter_frequency',
    { letter: '#', let_frequency: 1, let_relation: 'less than' },
    'x',
    '#',
  ],
  [
    'language:response_language',
    { language: 'fr' },
    'Le chat est sur le toit',
    'The cat is on the roof',
  ],
  [
    'length_constraints:number_sentences',
    { num_sentences: 2, relation: 'less than' },
    'Mr. X left.',
    'He left. I stayed.',
  ],
  ['length_constraints:number_paragraphs', { num_paragraphs: 2 }, 'a\n***\nb\n***', 'a *** *** b'],
  ['length_constraints:number_words', { num_words: 3, relation: 'at least' }, "it's so", 'so so'],
  [
    'length_constraints:nth_paragraph_first_word',
    { num_paragraphs: 2, nth_paragraph: 2, first_word: 'Well' },
    'a\n\n"well, b',
    'well\n\nb',
  ],
  ['detectable_content:number_placeholders', { num_placeholders: 2 }, '[name] of [city]', '[name]'],
  ['detectable_content:postscript', { postscript_marker: 'P.S.' }, 'Bye.\np. s. more', 'PS more'],
  ['detectable_content:postscript', { postscript_marker: 'P.P.S' }, 'P.P.S more', 'P.S. more'],
  ['detectable_format:number_bullet_lists', { num_bullets: 2 }, '* one\n  - two', '* one\n** two'],
  ['detectable_format:constrained_response', {}, 'Well. My answer is no.', 'my answer is no.'],
  [
    'detectable_format:number_highlighted_sections',
    { num_highlights: 2 },
    '*a* and **b**',
    '*a* and ** **',
  ],
  [
    'detectable_format:multiple_sections',
    { section_spliter: 'Section', num_sections: 2 },
    'Section 1 a\nSection2 b',
    'Section 1 a\nSection b',
  ],
  ['detectable_format:json_format', {}, '```json\n{"a": 1}\n```', '{a: 1}'],
  ['detectable_format:title', {}, 'x <<poem>> y', '<< >>'],
  ['combination:two_responses', {}, 'a ****** b', 'a ****** a'],
  ['combination:repeat_prompt', { prompt_to_repeat: 'Say hi. ' }, ' say HI. Hi!', 'Hi!'],
  [
    'startend:end_checker',
    { end_phrase: 'The End. ' },
    '"so it goes. the end."',
    'The End. Or not',
  ],
  [
    'change_case:capital_word_frequency',
    { capital_frequency: 2, capital_relation: 'at least' },
    'A WELL-KNOWN cat',
    'A cat',
  ],
  ['change_case:english_capital', {}, 'THIS IS IT', 'THIS IS it'],
  ['change_case:english_lowercase', {}, 'this is it', 'This is it'],
  ['punctuation:no_comma', {}, 'no; none', 'yes, one'],
  ['startend:quotation', {}, ' "all of it" ', 'all "of it"'],
];

describe('ifeval', () => {
  it.each(CASES)('%s %o', (id, settings, right, wrong) => {
    const score = (response: string): unknown =>
      process_results({ instruction_id_list: [id], kwargs: [settings as never] }, [response])[
        'prompt_level_strict_acc'
      ];
    expect([score(right), score(wrong), score(' ')]).toEqual([true, false, false]);
  });

  it('has a check for each of the 25 kinds', () => {
    expect(INSTRUCTIONS.size).toBe(25);
    expect(new Set(CASES.map(([id]) => id))).toEqual(new Set(INSTRUCTIONS.keys()));
  });

  it('scores prompts and instructions, strictly and loosely', async () => {
    const answers = [
      'A cat is a small animal, really',
      'Sure!\n*<<A title>>*',
      '* green tea\n* black tea',
      'Here you are:\n{"a": 1}',
      '',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture('ifeval', 'ifeval', answers);
    expect(prompts[1]).toBe('Give a title in double angular brackets.');
    expect(parts[0]).toEqual(['text']);
    expect(rows[0]?.metrics).toEqual({
      prompt_level_strict_acc: false,
      inst_level_strict_acc: [true, false],
      prompt_level_loose_acc: false,
      inst_level_loose_acc: [true, false],
    });
    expect(metrics).toMatchObject({
      'prompt_level_strict_acc,none': 0.4,
      'inst_level_strict_acc,none': 4 / 8,
      'prompt_level_loose_acc,none': 0.6,
      'inst_level_loose_acc,none': 5 / 8,
    });
  });

  it('refuses an instruction it does not know', () => {
    const document = { instruction_id_list: ['x:y'], kwargs: [{}] };
    expect(() => process_results(document, ['a'])).toThrow(/Cannot check the instruction "x:y"/);
  });
});
