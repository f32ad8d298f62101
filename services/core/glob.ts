/** Characters that mean something to a RegExp and nothing to a glob. */
const LITERAL = /[\\^$+.()|{}]/g;

/**
 * A glob for cgroup paths as a RegExp over the whole text: `*` any characters but `/`, `**` any characters, `?` one
 * character but `/`, `[abc]`, `[a-z]` and `[!a]` one of a set, `{a,b}` one of several texts (not nested).
 *
 * Returns undefined when a bracket or brace is not closed.
 */
export function compileGlob(glob: string): RegExp | undefined {
  let pattern = '';
  for (let i = 0; i < glob.length; ) {
    const char = glob.charAt(i);
    if (char === '*') {
      let stars = 1;
      while (glob.charAt(i + stars) === '*') stars++;
      // Stars in a row are one: two that could share a text between them would make matching quadratic.
      pattern += stars > 1 ? '.*' : '[^/]*';
      i += stars;
    } else if (char === '?') {
      pattern += '[^/]';
      i++;
    } else if (char === '[') {
      const end = glob.indexOf(']', i + 2);
      if (end < 0) return undefined;
      pattern += setOf(glob.slice(i + 1, end));
      i = end + 1;
    } else if (char === '{') {
      const end = glob.indexOf('}', i);
      if (end < 0) return undefined;
      pattern += `(?:${glob
        .slice(i + 1, end)
        .split(',')
        .map(escaped)
        .join('|')})`;
      i = end + 1;
    } else {
      pattern += escaped(char);
      i++;
    }
  }
  try {
    return new RegExp(`^${pattern}$`, 's');
  } catch {
    // A set that runs backwards, as in [z-a].
    return undefined;
  }
}

function setOf(set: string): string {
  const negated = set.startsWith('!') || set.startsWith('^');
  const members = (negated ? set.slice(1) : set).replace(/[\\\]^[]/g, '\\$&');
  return `[${negated ? '^/' : ''}${members}]`;
}

function escaped(text: string): string {
  return text.replace(LITERAL, '\\$&').replace(/[[\]*?/]/g, '\\$&');
}
