import { parse, tokenize } from '@huggingface/jinja';

/** Names the rewritten template calls; no column can be called so. */
export const OUTPUT_FUNCTION = '$output';
export const FILTER_FUNCTION_PREFIX = '$filter_';
export const METHOD_FUNCTION_PREFIX = '$method_';
export const MODULO_FUNCTION = '$modulo';

/** The parts of the template engine's syntax tree that the rewriting looks at. */
interface TemplateNode {
  type: string;
  [field: string]: unknown;
}

type TemplateProgram = ReturnType<typeof parse>;

export interface StrictTemplate {
  readonly program: TemplateProgram;
  /** Names that have to be columns, in order of appearance. */
  readonly requiredNames: readonly string[];
  /** Required names, and those whose absence the template handles itself. */
  readonly usedNames: readonly string[];
}

const SILENT_STATEMENTS = new Set([
  'StringLiteral',
  'If',
  'For',
  'Set',
  'Macro',
  'CallStatement',
  'FilterStatement',
  'Comment',
  'Break',
  'Continue',
]);
/** Bound by the engine inside loops and macros. */
const ENGINE_NAMES = ['loop', 'caller', 'varargs', 'kwargs'];

/**
 * Parses a template and makes it strict. The engine prints nothing for an undefined value and for
 * None; here every printed value goes through a function that refuses the one and writes the other
 * as Python does. Filters the engine lacks become calls too.
 */
export function parseStrictTemplate(
  text: string,
  options: {
    readonly filters: readonly string[];
    readonly methods: readonly string[];
    readonly globals: readonly string[];
  },
): StrictTemplate {
  const program = parse(tokenize(text, { lstrip_blocks: false, trim_blocks: false }));
  const names: NameUse = { read: new Set(), bound: new Set(ENGINE_NAMES), guarded: new Set() };
  visit(program, names, { filters: new Set(options.filters), methods: new Set(options.methods) });
  const free = [...names.read].filter(
    (name) => !names.bound.has(name) && !options.globals.includes(name) && !name.startsWith('$'),
  );
  return {
    program,
    requiredNames: free.filter((name) => !names.guarded.has(name)),
    usedNames: free,
  };
}

interface NameUse {
  readonly read: Set<string>;
  readonly bound: Set<string>;
  /** Asked about with `is defined` or given a default. */
  readonly guarded: Set<string>;
}

/** What the engine lacks, by name. */
interface Lacking {
  readonly filters: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
}

function visit(node: TemplateNode, names: NameUse, lacking: Lacking): void {
  noteNames(node, names);
  for (const [field, value] of Object.entries(node)) {
    if (isSyntaxName(node, field)) continue;
    if (field === 'filter' && isNode(value) && value.type === 'CallExpression') {
      visitValue(value['args'], names, lacking);
      continue;
    }
    if (value instanceof Map) {
      for (const [key, item] of value) {
        visitValue(key, names, lacking);
        visitValue(item, names, lacking);
      }
      continue;
    }
    visitValue(value, names, lacking);
  }
  for (const field of ['body', 'alternate', 'defaultBlock']) {
    const block = node[field];
    if (Array.isArray(block)) node[field] = block.map((item: TemplateNode) => printed(item));
  }
  if (node.type === 'FilterExpression') rewriteFilter(node, lacking.filters);
  if (node.type === 'CallExpression') rewriteMethod(node, lacking.methods);
  if (node.type === 'BinaryExpression') rewriteModulo(node);
}

function visitValue(value: unknown, names: NameUse, lacking: Lacking): void {
  if (Array.isArray(value)) for (const item of value) visitValue(item, names, lacking);
  else if (isNode(value)) visit(value, names, lacking);
}

function noteNames(node: TemplateNode, names: NameUse): void {
  if (node.type === 'Identifier') names.read.add(String(node['value']));
  const binders = [node['loopvar'], node['assignee'], node['callerArgs'], node['args']];
  if (node.type === 'Macro') binders.push(node['name']);
  const isBinding = ['For', 'Set', 'Macro', 'CallStatement'].includes(node.type);
  if (isBinding) for (const binder of binders) bind(binder, names.bound);
  const tested = node.type === 'TestExpression' ? nameOf(node['test']) : undefined;
  if (tested === 'defined' || tested === 'undefined') guard(node['operand'], names);
  if (node.type === 'FilterExpression' && filterName(node) === 'default')
    guard(node['operand'], names);
}

function bind(binder: unknown, bound: Set<string>): void {
  if (Array.isArray(binder)) for (const item of binder) bind(item, bound);
  else if (isNode(binder)) {
    if (binder.type === 'Identifier') bound.add(String(binder['value']));
    else if (binder.type === 'TupleLiteral') bind(binder['value'], bound);
    else if (binder.type === 'KeywordArgumentExpression') bind(binder['key'], bound);
  }
}

function guard(operand: unknown, names: NameUse): void {
  const name = nameOf(operand);
  if (name !== undefined) names.guarded.add(name);
}

/** Identifiers that are part of the syntax and not variables. */
function isSyntaxName(node: TemplateNode, field: string): boolean {
  if (field === 'operator') return true;
  if (node.type === 'MemberExpression') return field === 'property' && node['computed'] !== true;
  if (node.type === 'FilterExpression' || node.type === 'FilterStatement') {
    return field === 'filter' && nameOf(node['filter']) !== undefined;
  }
  if (node.type === 'TestExpression') return field === 'test' && nameOf(node['test']) !== undefined;
  if (node.type === 'KeywordArgumentExpression') return field === 'key';
  return false;
}

function printed(node: TemplateNode): TemplateNode {
  if (SILENT_STATEMENTS.has(node.type)) return node;
  return call(OUTPUT_FUNCTION, [node, { type: 'StringLiteral', value: describe(node) }]);
}

function rewriteFilter(node: TemplateNode, filters: ReadonlySet<string>): void {
  const name = filterName(node);
  if (name === undefined || !filters.has(name)) return;
  const filter = node['filter'] as TemplateNode;
  const given = filter.type === 'CallExpression' ? (filter['args'] as TemplateNode[]) : [];
  const operand = node['operand'] as TemplateNode;
  Object.assign(node, call(`${FILTER_FUNCTION_PREFIX}${name}`, [operand, ...given]));
}

/** `choices.index(answer)` becomes a call, since the engine has few methods of Python. */
function rewriteMethod(node: TemplateNode, methods: ReadonlySet<string>): void {
  const callee = node['callee'];
  if (!isNode(callee) || callee.type !== 'MemberExpression' || callee['computed'] === true) return;
  const name = nameOf(callee['property']);
  if (name === undefined || !methods.has(name)) return;
  const object = callee['object'] as TemplateNode;
  const args = [object, ...(node['args'] as TemplateNode[])];
  Object.assign(node, call(`${METHOD_FUNCTION_PREFIX}${name}`, args));
}

/** `%` formats a text and divides a number. */
function rewriteModulo(node: TemplateNode): void {
  const operator = node['operator'] as { readonly value?: unknown };
  if (operator.value !== '%') return;
  const operands = [node['left'] as TemplateNode, node['right'] as TemplateNode];
  Object.assign(node, call(MODULO_FUNCTION, operands));
}

function call(name: string, args: TemplateNode[]): TemplateNode {
  return { type: 'CallExpression', callee: { type: 'Identifier', value: name }, args };
}

function filterName(node: TemplateNode): string | undefined {
  const filter = node['filter'];
  if (!isNode(filter)) return undefined;
  return filter.type === 'CallExpression' ? nameOf(filter['callee']) : nameOf(filter);
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' ? String(value['value']) : undefined;
}

/** Roughly what the author wrote, for the error of an undefined value. */
function describe(node: TemplateNode): string {
  if (node.type === 'Identifier') return String(node['value']);
  if (node.type === 'MemberExpression' && isNode(node['object']) && isNode(node['property'])) {
    const property = describe(node['property']);
    return `${describe(node['object'])}${node['computed'] === true ? `[${property}]` : `.${property}`}`;
  }
  if (node.type.endsWith('Literal') && typeof node['value'] !== 'object') {
    return JSON.stringify(node['value']);
  }
  return 'an expression';
}

function isNode(value: unknown): value is TemplateNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}
