/** What several streams yield, as it comes. Ends when all have ended; throws what one of them throws. */
export async function* merged<T>(streams: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const waiting = new Map<number, Promise<{ readonly index: number; readonly result: IteratorResult<T> }>>();
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const next = (index: number): void => {
    const iterator = iterators[index];
    if (iterator)
      waiting.set(
        index,
        iterator.next().then((result) => ({ index, result })),
      );
  };
  for (const index of iterators.keys()) next(index);
  try {
    while (waiting.size > 0) {
      const { index, result } = await Promise.race(waiting.values());
      waiting.delete(index);
      if (result.done) continue;
      yield result.value;
      next(index);
    }
  } finally {
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()));
  }
}
