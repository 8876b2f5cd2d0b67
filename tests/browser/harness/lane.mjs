/**
 * Seeded stores that the test files of a run take turns with: most of a seed is the staff's passwords, which are
 * the same work each time. A shop's origin is in what is seeded, so the shop's port belongs to the lane.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { freePorts } from './processes.mjs';

/** What `kefu demo seed` leaves behind: the store, its keys, what the shop is told, who signs in how. */
const SEEDED = ['records', 'keys', 'shop.json', 'sign-ins.txt'];

function mine(folder) {
  try {
    mkdirSync(path.join(folder, 'taken'));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

export class Lane {
  #folder;
  shopPort;

  /**
   * The first that nobody has, of those in `all`; a new one when each is taken. Without `all`, as when a file runs
   * by itself, a lane that keeps nothing.
   */
  static async take(all) {
    const lane = new Lane();
    if (all) {
      let n = 0;
      const at = () => path.join(all, String(n));
      mkdirSync(at(), { recursive: true });
      while (!mine(at())) {
        n += 1;
        mkdirSync(at(), { recursive: true });
      }
      lane.#folder = at();
    }
    await lane.#choosePort();
    return lane;
  }

  /** Puts a seeded store into `folder`: false when this lane has none yet. */
  fill(folder) {
    if (!this.#folder || !existsSync(path.join(this.#folder, 'complete'))) return false;
    this.#copy(this.#folder, folder);
    return true;
  }

  /** What was seeded in `folder` is the lane's from now on; no gateway has run on it. */
  keep(folder) {
    if (!this.#folder) return;
    this.#copy(folder, this.#folder);
    writeFileSync(path.join(this.#folder, 'complete'), '');
  }

  giveBack() {
    if (this.#folder) rmdirSync(path.join(this.#folder, 'taken'));
  }

  #copy(from, to) {
    for (const name of SEEDED)
      cpSync(path.join(from, name), path.join(to, name), { recursive: true });
    for (const name of ['records', 'keys']) chmodSync(path.join(to, name), 0o700);
  }

  async #choosePort() {
    const noted = this.#folder && path.join(this.#folder, 'shop-port');
    if (noted && existsSync(noted)) {
      this.shopPort = Number(readFileSync(noted, 'utf8'));
      return;
    }
    [this.shopPort] = await freePorts(1);
    if (noted) writeFileSync(noted, String(this.shopPort));
  }
}
