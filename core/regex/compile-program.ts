import { createCharacterTest, type CharacterTest } from './character-test.ts';
import type { AssertionTest, PatternNode, Repetition } from './pattern-node.ts';

export type Instruction =
  | { readonly op: 'set'; readonly set: number }
  /** Tries `first`, then `second`; `mark` counts the splits of a program. */
  | { readonly op: 'split'; readonly mark: number; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assertion'; readonly test: AssertionTest }
  | { readonly op: 'reference'; readonly group: number; readonly ignoreCase: boolean }
  /** The part up to `after` is tried at this place and gives its characters back. */
  | {
      readonly op: 'look';
      readonly isNegated: boolean;
      readonly width: number | undefined;
      after: number;
      readonly captures: boolean;
    }
  | { readonly op: 'match' };

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly sets: readonly CharacterTest[];
  readonly splitCount: number;
  /** Two slots, begin and end, per group; group 0 is the whole match. */
  readonly slotCount: number;
  readonly hasReferences: boolean;
}

/** Counted repetitions are written out; a pattern that grows beyond this is a mistake. */
const MAX_INSTRUCTIONS = 20_000;

/** Turns a pattern into steps for `createMatcher`. */
export function compileProgram(root: PatternNode, groupCount: number): Program {
  const instructions: Instruction[] = [];
  const sets: CharacterTest[] = [];
  const setNumbers = new Map<string, number>();
  let splitCount = 0;
  let hasReferences = false;

  emit(root);
  add({ op: 'match' });
  return { instructions, sets, splitCount, slotCount: 2 * groupCount + 2, hasReferences };

  function add<Added extends Instruction>(instruction: Added): Added {
    if (instructions.length >= MAX_INSTRUCTIONS) {
      throw new Error(`written out it has more than ${MAX_INSTRUCTIONS} parts`);
    }
    instructions.push(instruction);
    return instruction;
  }

  function addSplit() {
    const split = add({ op: 'split' as const, mark: splitCount, first: -1, second: -1 });
    splitCount += 1;
    return split;
  }

  function emit(node: PatternNode): void {
    switch (node.kind) {
      case 'set':
        add({ op: 'set', set: setNumber(node.source, node.ignoreCase) });
        return;
      case 'assertion':
        add({ op: 'assertion', test: node.test });
        return;
      case 'reference':
        hasReferences = true;
        add({ op: 'reference', group: node.index, ignoreCase: node.ignoreCase });
        return;
      case 'sequence':
        for (const item of node.items) emit(item);
        return;
      case 'choice':
        emitChoice(node.items);
        return;
      case 'group':
        add({ op: 'save', slot: 2 * node.index });
        emit(node.body);
        add({ op: 'save', slot: 2 * node.index + 1 });
        return;
      case 'look': {
        const { isNegated, width } = node;
        const look = add({
          op: 'look' as const,
          isNegated,
          width,
          after: -1,
          captures: hasGroups(node.body),
        });
        emit(node.body);
        add({ op: 'match' });
        look.after = instructions.length;
        return;
      }
      case 'repetition':
        emitRepetition(node);
    }
  }

  function emitChoice(items: readonly PatternNode[]): void {
    const jumps = items.slice(0, -1).map((item) => {
      const split = addSplit();
      split.first = instructions.length;
      emit(item);
      const jump = add({ op: 'jump' as const, to: -1 });
      split.second = instructions.length;
      return jump;
    });
    emit(items.at(-1)!);
    for (const jump of jumps) jump.to = instructions.length;
  }

  function emitRepetition({ body, min, max, isLazy }: Repetition): void {
    for (let count = 0; count < min; count += 1) emit(body);
    if (max === Infinity) {
      const start = instructions.length;
      const split = addSplit();
      enter(split, isLazy);
      emit(body);
      add({ op: 'jump', to: start });
      leave(split, isLazy);
      return;
    }
    const splits = [];
    for (let count = min; count < max; count += 1) {
      const split = addSplit();
      enter(split, isLazy);
      emit(body);
      splits.push(split);
    }
    for (const split of splits) leave(split, isLazy);
  }

  function enter(split: { first: number; second: number }, isLazy: boolean): void {
    split[isLazy ? 'second' : 'first'] = instructions.length;
  }

  function leave(split: { first: number; second: number }, isLazy: boolean): void {
    split[isLazy ? 'first' : 'second'] = instructions.length;
  }

  function setNumber(source: string, ignoreCase: boolean): number {
    const key = `${ignoreCase ? 'i' : ''}${source}`;
    const known = setNumbers.get(key);
    if (known !== undefined) return known;
    const number = sets.push(createCharacterTest(source, ignoreCase)) - 1;
    setNumbers.set(key, number);
    return number;
  }
}

function hasGroups(node: PatternNode): boolean {
  if (node.kind === 'group') return true;
  if ('items' in node) return node.items.some(hasGroups);
  return 'body' in node && hasGroups(node.body);
}
