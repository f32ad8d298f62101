/**
 * DAMON's sysfs tree with the kernel's own rules, in a directory: directories are made and removed by the counts written,
 * the table can't change size while a kdamond runs, and state takes commands. Kdamonds are entries in a fake /proc.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DamonFiles } from '../../../services/kernel/damonFiles.js';
import { KernelError } from '../../../services/kernel/errno.js';

const FIRST_KDAMOND = 700;

export class SimulatedDamon implements DamonFiles {
  readonly root: string;
  readonly procRoot: string;
  readonly sysRoot: string;
  /** Writes so far, as `path = text` below the table. */
  readonly log: string[] = [];
  operations = 'vaddr\nfvaddr\npaddr';
  /** Called before each write; a test crashes the program by throwing. */
  beforeWrite: ((path: string, text: string) => void) | undefined;
  /** Whether the kernel is busy with another request as a state or a pid is read; it does not say then. */
  busy: () => boolean = () => false;
  #nextPid = FIRST_KDAMOND;
  /** Directories stand in for kernfs nodes, which are numbered anew each time; a file system may reuse its numbers. */
  readonly #inodes = new Map<string, number>();
  #nextInode = 1;

  constructor(directory: string) {
    this.procRoot = join(directory, 'proc');
    this.sysRoot = join(directory, 'sys');
    this.root = join(this.sysRoot, 'kernel/mm/damon/admin/kdamonds');
    mkdirSync(this.root, { recursive: true });
    mkdirSync(join(this.procRoot, 'sys/kernel/random'), { recursive: true });
    writeFileSync(join(this.procRoot, 'sys/kernel/random/boot_id'), 'boot-1\n');
    writeFileSync(join(this.root, 'nr_kdamonds'), '0');
  }

  /** Makes a process (or kdamond) exist. */
  live(pid: number, startTicks: number): void {
    mkdirSync(join(this.procRoot, String(pid)), { recursive: true });
    const zeros = Array.from({ length: 18 }, () => '0').join(' ');
    writeFileSync(join(this.procRoot, String(pid), 'stat'), `${pid} (x) S ${zeros} ${startTicks} 0 0 0 0 0 0 0\n`);
  }

  die(pid: number): void {
    rmSync(join(this.procRoot, String(pid)), { recursive: true, force: true });
  }

  /** Ends the kdamond of a slot, as the kernel does when its target is gone. */
  stopKdamond(slot: number): void {
    const path = join(this.root, String(slot));
    this.die(Number(readFileSync(join(path, 'pid'), 'utf8')));
    writeFileSync(join(path, 'state'), 'off');
    writeFileSync(join(path, 'pid'), '-1');
  }

  read(path: string): string | undefined {
    if (/\/(state|pid)$/.test(path) && this.busy()) return undefined;
    return this.#contents(path);
  }

  #contents(path: string): string | undefined {
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  }

  names(path: string): readonly string[] {
    return existsSync(path) ? readdirSync(path) : [];
  }

  inode(path: string): number | undefined {
    return existsSync(path) && statSync(path).isDirectory() ? this.#inodes.get(path) : undefined;
  }

  refusal(path: string): string | undefined {
    return existsSync(path) ? undefined : 'ENOENT';
  }

  async write(path: string, text: string): Promise<void> {
    this.beforeWrite?.(path, text);
    this.log.push(`${path.slice(this.root.length + 1)} = ${text}`);
    if (!existsSync(path)) throw new KernelError('ENOENT', path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name === 'nr_kdamonds') this.#resize(path, Number(text));
    else if (name === 'state') this.#command(path, text);
    else if (name === 'nr_contexts') this.#contexts(path, Number(text));
    else if (name === 'nr_targets') {
      make(path.replace(/nr_targets$/, '0'), { pid_target: '0' });
      make(path.replace(/nr_targets$/, '0/regions'), { nr_regions: '0' });
    } else if (name === 'nr_regions') {
      writeFileSync(path, text);
      for (let i = 0; i < Number(text); i += 1) make(path.replace(/nr_regions$/, String(i)), { start: '0', end: '0' });
    } else if (name === 'nr_schemes') makeScheme(path.replace(/nr_schemes$/, '0'));
    else if (name === 'nr_filters') {
      for (let i = 0; i < Number(text); i += 1) {
        make(path.replace(/nr_filters$/, String(i)), { type: '', matching: 'N', addr_start: '0', addr_end: '0' });
      }
    } else writeFileSync(path, text);
  }

  #resize(path: string, slots: number): void {
    const old = Number(this.read(path));
    for (let slot = 0; slot < old; slot += 1) {
      if (this.#contents(join(this.root, String(slot), 'state')) === 'on') throw new KernelError('EBUSY', path);
    }
    for (let slot = 0; slot < old; slot += 1) rmSync(join(this.root, String(slot)), { recursive: true });
    for (let slot = 0; slot < slots; slot += 1) {
      const directory = join(this.root, String(slot));
      make(directory, { state: 'off', pid: '-1' });
      make(join(directory, 'contexts'), { nr_contexts: '0' });
      this.#inodes.set(directory, this.#nextInode);
      this.#nextInode += 1;
    }
    writeFileSync(path, String(slots));
  }

  #contexts(path: string, count: number): void {
    const context = path.replace(/nr_contexts$/, '0');
    rmSync(context, { recursive: true, force: true });
    if (count > 0) {
      make(context, { operations: 'vaddr', avail_operations: this.operations });
      make(join(context, 'targets'), { nr_targets: '0' });
      make(join(context, 'schemes'), { nr_schemes: '0' });
      make(join(context, 'monitoring_attrs/intervals'), { sample_us: '', aggr_us: '', update_us: '' });
      make(join(context, 'monitoring_attrs/nr_regions'), { min: '', max: '' });
    }
    writeFileSync(path, String(count));
  }

  #command(path: string, text: string): void {
    const slot = path.slice(0, path.lastIndexOf('/'));
    const on = this.#contents(path) === 'on';
    const target = this.read(join(slot, 'contexts/0/targets/0/pid_target'));
    if (text === 'on') {
      if (on) throw new KernelError('EBUSY', path);
      const physical = this.#contents(join(slot, 'contexts/0/operations')) === 'paddr';
      const there = target !== undefined && (physical || existsSync(join(this.procRoot, target)));
      if (!there) throw new KernelError('EINVAL', path);
      this.#nextPid += 1;
      this.live(this.#nextPid, this.#nextPid * 10);
      writeFileSync(join(slot, 'pid'), String(this.#nextPid));
      writeFileSync(path, 'on');
    } else if (text === 'commit') {
      if (!on) throw new KernelError('EINVAL', path);
    } else if (text === 'off') {
      if (!on) throw new KernelError('EPERM', path);
      this.stopKdamond(Number(slot.slice(slot.lastIndexOf('/') + 1)));
    } else if (text === 'update_schemes_stats') {
      if (!on) throw new KernelError('EINVAL', path);
      const bytes = this.#regionBytes(join(slot, 'contexts/0/targets/0/regions'));
      make(join(slot, 'contexts/0/schemes/0/stats'), { sz_tried: String(bytes), sz_applied: String(bytes) });
    } else {
      if (!on) throw new KernelError('EINVAL', path);
      const regions = join(slot, 'contexts/0/schemes/0/tried_regions');
      // One region, at a page that tells the target.
      const start = Number(target) * 4096;
      make(join(regions, '0'), { start: `${start}\n`, end: `${start + 8192}\n`, nr_accesses: '3\n', age: '2\n' });
    }
  }

  /** Of the ranges of a target: a scheme that migrates is taken to have tried all of them, and moved all. */
  #regionBytes(regions: string): number {
    const figure = (i: number, name: string) => Number(this.#contents(join(regions, String(i), name)));
    const count = Number(this.#contents(join(regions, 'nr_regions')));
    return Array.from({ length: count }, (_, i) => figure(i, 'end') - figure(i, 'start')).reduce((a, b) => a + b, 0);
  }
}

function make(directory: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
}

function makeScheme(directory: string): void {
  make(directory, { action: 'stat', target_nid: '0' });
  make(join(directory, 'filters'), { nr_filters: '0' });
  make(join(directory, 'tried_regions'), { total_bytes: '0' });
  for (const figure of ['sz', 'nr_accesses', 'age'])
    make(join(directory, 'access_pattern', figure), { min: '0', max: '0' });
}
