const LETTERS = ['A', 'B', 'C', 'D'];
/** What stands before the letter or number of a caption. */
const NOUNS = ['Sentence ', 'Option ', 'Caption '];

/** By the answer's text, or by the letter it is or begins with, as "B", "B." or "B)". */
export function rateChoice(answer: string, right: string): boolean | undefined {
  if (answer === right) return true;
  const letter = LETTERS.find(
    (option) =>
      answer === option || answer.startsWith(`${option}.`) || answer.startsWith(`${option})`),
  );
  return letter === undefined ? undefined : letter === right[0];
}

/** By the word that the answer begins with. */
export function rateYesNo(answer: string, right: string): boolean | undefined {
  const given = ['yes', 'no'].find((word) => answer.toLowerCase().startsWith(word));
  return given === undefined ? undefined : given === right;
}

/**
 * By the caption itself, whole or without its name, or by its name ("Sentence A") or letter. The lines of the
 * question after the first are the captions.
 */
export function rateCaptionMatch(
  answer: string,
  question: string,
  right: string,
): boolean | undefined {
  const lines = question.split('\n').slice(1);
  const captions = lines.map((line) => splitCaption(line));
  const names = captions.map(({ name }) => name);
  const shortNames = names.map((name) =>
    NOUNS.reduce((rest, noun) => rest.replace(noun, ''), name),
  );
  const isName = [...names, ...shortNames].findLast(
    (name) => name === answer || name === answer.replaceAll('.', ''),
  );
  const afterBracket = answer.includes(') ') ? answer.split(') ')[1] : undefined;
  const isText = captions.findLast(({ text }) => text === answer || text === afterBracket)?.text;
  const given = isName ?? isText ?? lines.find((line) => line === answer);
  if (given === undefined) return undefined;
  const { name, text } = splitCaption(right);
  return [right, right.split(':')[0], text, name.split(/\s+/)[1]].includes(given);
}

function splitCaption(line: string): { readonly name: string; readonly text: string | undefined } {
  const [name = '', text] = line.split(': ');
  return { name, text };
}
