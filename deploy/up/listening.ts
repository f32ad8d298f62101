import { connect } from 'node:net';

/** Each try costs a process that is starting on the same CPU some of it. */
const CONNECT_EVERY_MS = 500;

/** Resolves once the address (HOST:PORT) accepts a connection, or when nobody waits for it any more. */
export async function listening(address: string, isOver: () => boolean): Promise<void> {
  const [host, port] = address.split(':');
  while (!isOver()) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), host);
      socket.on('error', () => resolve(false));
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, CONNECT_EVERY_MS));
  }
}
