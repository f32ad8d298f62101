import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsFiles } from '../../services/rpc/credentials.js';

/** An authority of a test's own, made with openssl. */
export interface Authority {
  /** Certificate and key for a name; for servers as well, at 127.0.0.1 and localhost. */
  issue(commonName: string): TlsFiles;
}

/** The files go with the test. */
export function authority(t: { after(clean: () => void): void }): Authority {
  const directory = mkdtempSync(join(tmpdir(), 'thermocline-tls-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const at = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const request = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const [ca, caKey] = [at('ca.pem'), at('ca.key')];
  openssl(...request, '-x509', '-days', '2', '-subj', '/CN=test authority', '-keyout', caKey, '-out', ca);
  return {
    issue: (commonName) => {
      const [key, cert] = [at(`${commonName}.key`), at(`${commonName}.pem`)];
      const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
      const signed = ['-x509', '-CA', ca, '-CAkey', caKey, '-days', '2'];
      openssl(...request, ...signed, '-subj', `/CN=${commonName}`, ...names, '-keyout', key, '-out', cert);
      return { ca, cert, key };
    },
  };
}
