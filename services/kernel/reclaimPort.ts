/** Proactive reclaim; both calls last as long as the reclaim, off the event loop. */
export interface ReclaimPort {
  /** Whether the kernel can be asked to reclaim from one node [6.18]. */
  hasNodeFile(node: number): boolean;
  /** Reclaims so many bytes from a node: false when it came to less. Throws a KernelError. */
  node(node: number, bytes: number): Promise<boolean>;
  /** Likewise from a cgroup v2 path [5.19], wherever its pages are. */
  cgroup(path: string, bytes: number): Promise<boolean>;
}
