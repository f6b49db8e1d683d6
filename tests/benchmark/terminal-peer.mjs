// SPDX-FileCopyrightText: The Keebai Connect developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A QR session in a terminal as a Node.js program of the usual kind does it: qrcode-terminal and eventsource.
// node terminal-peer.mjs FOLDER-OF-NODE-MODULES BASE-URL; the key is in KEEBAI_API_KEY.

import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, baseUrl] = process.argv.slice(2);
const require = createRequire(join(folder, 'here.js'));
const qrcode = require('qrcode-terminal');
const { EventSource } = require('eventsource');

const headers = { Authorization: `Bearer ${process.env.KEEBAI_API_KEY}`, 'Content-Type': 'application/json' };

process.stderr.write('Connecting…\n');
const reply = await fetch(`${baseUrl}/channels/whatsapp/connect`, {
  method: 'POST', headers, body: JSON.stringify({ mode: 'qr' }),
});
const session = await reply.json();
const stream = new EventSource(new URL(session.stream_url, baseUrl), {
  fetch: (address, init) => fetch(address, { ...init, headers: { ...init.headers, ...headers } }),
});
stream.addEventListener('qr', (event) => {
  qrcode.generate(event.data, { small: true }, (code) => process.stderr.write(`\x1b[H${code}\n`));
});
// It stays for who measures it.
stream.addEventListener('connected', () => {
  process.stderr.write('Connected\n');
  stream.close();
  setInterval(() => {}, 60000);
});
