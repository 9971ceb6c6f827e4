// Copied by cdplex-codegen from templates/runtime/codec/marks.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Binary marks: which fields of a message hold bytes.
 *
 * Generated files write them as text: paths separated by spaces; a path is segments joined by `.`; a segment is a property
 * name followed by `[]` once for each level of array. `child@Node` says that the value at `child` has the marks of the shape `Node`,
 * which is how a type that contains itself is written.
 */

/** Marks of one object type. Two nodes refer to each other where their types do. */
export interface MarkNode {
  readonly steps: readonly MarkStep[];
}

export interface MarkStep {
  readonly name: string;
  /** How many levels of array lie between the property and what `next` is about. */
  readonly depth: number;
  /** Undefined where the value itself is bytes. */
  readonly next: MarkNode | undefined;
}

/** The marks of one command, or in `receives` of one event. */
export interface Marks {
  readonly sends: MarkNode | undefined;
  readonly receives: MarkNode | undefined;
}

/** Marks as generated files hold them: paths by the name of a command, an event or a shape. */
export type MarkTexts = Readonly<Record<string, string>>;

interface OpenNode extends MarkNode {
  readonly steps: MarkStep[];
}

/** Compiles the texts of one domain; shapes are compiled once and shared. */
export class MarkCompiler {
  readonly #shapes: MarkTexts;
  readonly #compiled = new Map<string, OpenNode>();

  constructor(shapes: MarkTexts = {}) {
    this.#shapes = shapes;
  }

  compile(text: string): MarkNode {
    const node: OpenNode = { steps: [] };
    this.#add(node, text);
    return node;
  }

  #add(root: OpenNode, text: string): void {
    for (const path of text.split(" ")) {
      let node = root;
      const segments = path.split(".");
      for (const [index, segment] of segments.entries()) {
        const [place = "", shape] = segment.split("@");
        const name = place.replaceAll("[]", "");
        const depth = (place.length - name.length) / 2;
        if (shape !== undefined) {
          node.steps.push({ name, depth, next: this.#shape(shape) });
        } else if (index === segments.length - 1) {
          node.steps.push({ name, depth, next: undefined });
        } else {
          node = branch(node, name, depth);
        }
      }
    }
  }

  #shape(name: string): OpenNode {
    let node = this.#compiled.get(name);
    if (node === undefined) {
      node = { steps: [] };
      // Known before it is filled, because a shape may refer to itself.
      this.#compiled.set(name, node);
      if (Object.hasOwn(this.#shapes, name)) this.#add(node, this.#shapes[name] ?? "");
    }
    return node;
  }
}

/** The node below `name` that paths share, made where there is none. */
function branch(node: OpenNode, name: string, depth: number): OpenNode {
  const known = node.steps.find(
    (step) => step.name === name && step.depth === depth && step.next !== undefined,
  );
  if (known !== undefined) return known.next as OpenNode;
  const next: OpenNode = { steps: [] };
  node.steps.push({ name, depth, next });
  return next;
}
