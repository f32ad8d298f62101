import { isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

/** Keys and indices from the top of a configuration to one of its values. */
export type Path = readonly PropertyKey[];

/** The YAML node at a path, or the last one on the way to it; for the value of a key, the key's node. */
export function nearestNode(contents: unknown, path: Path): Node | undefined {
  let node = contents as Node | null | undefined;
  let nearest = node ?? undefined;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) break;
      nearest = pair.key as Node;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(key)] as Node | undefined;
      nearest = node ?? nearest;
    } else break;
  }
  return nearest;
}

/** `file:line:column`, as editors and terminals take it. `offset`: characters from the start. */
export function place(file: string, lines: LineCounter, offset: number | undefined): string {
  if (offset === undefined) return file;
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}
