// SPDX-FileCopyrightText: The Keebai Connect developers
// SPDX-License-Identifier: GPL-3.0-or-later

// node sse-parser-peer.mjs FILE CHUNK ROUNDS DIRECTORY strings|bytes: what bench-sse-parser does,
// with the npm package eventsource-parser that is installed in DIRECTORY. "strings" hands it text
// that was decoded beforehand, outside the time; "bytes" decodes as a program would have to.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [file, chunkText, roundsText, directory, mode] = process.argv.slice(2)
const require = createRequire(join(resolve(directory), 'package.json'))
const { createParser } = await import(pathToFileURL(require.resolve('eventsource-parser')).href)

const bytes = readFileSync(file)
const chunk = Number(chunkText)
const chunks = []
const decoder = new TextDecoder()
for (let i = 0; i < bytes.length; i += chunk) {
  const part = bytes.subarray(i, Math.min(i + chunk, bytes.length))
  chunks.push(mode === 'strings' ? decoder.decode(part, { stream: true }) : part)
}

let events = 0
let length = 0
function onEvent(event) {
  events++
  length += event.data.length
}

function parse() {
  const parser = createParser({ onEvent })
  events = length = 0
  if (mode === 'strings') {
    for (const part of chunks) parser.feed(part)
  } else {
    const streaming = new TextDecoder()
    for (const part of chunks) parser.feed(streaming.decode(part, { stream: true }))
  }
}

// The first rounds are the compiler's.
for (let i = 0; i < 3; i++) parse()

const times = []
for (let i = 0; i < Number(roundsText); i++) {
  const begin = process.hrtime.bigint()
  parse()
  times.push(process.hrtime.bigint() - begin)
}
times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
console.log(`${events} ${length} ${times[Math.floor(times.length / 2)]}`)
