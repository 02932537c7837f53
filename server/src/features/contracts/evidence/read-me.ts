/** What a bundle says to whoever opens it, in both languages. */
export const READ_ME: Readonly<Record<"us" | "counterparty", string>> = {
  us: `# Evidence bundle · 证据包

## English

This archive holds everything that proves how the text of one contract came about.

- \`manifest.json\`: every file with its SHA-256, where the chains end; \`signature.json\`: the Ed25519 signature over it.
- \`events.json\`: everything that happened to the contract. Each hash is SHA-256 over the hash before it and \`body\`.
- \`documents/*/log.json\`: every change of the text, with who made it, for which party and when. Each hash covers the row and the hash before it.
- \`texts/*.json\`: the agreed text at every moment that a round, an approval or the end of a negotiation sealed. **The SHA-256 of such a file is the
  hash that the event names** (\`sha256sum texts/*.json\`). \`texts/*.txt\` is the same to read.
- \`trail.json\`, \`negotiations.json\`, \`approvals.json\`, \`documents/*/decisions.json\`, \`documents/*/waiting.json\`: the same facts to read. They
  follow from the events and logs.
- \`contract.json\`, \`people.json\`, \`documents/*/comments.json\`: the record, names and comments when the bundle was made. Only the manifest covers them.

To verify, without the server and without a database: \`npm run parley -- verify bundle.zip\` in a copy of Parley. It names the file and the event
or row where something was changed, and prints the fingerprint of the key. Compare that with the one that the server shows under \`/api/evidence-key\`,
or that you were told in another way: a bundle signed with another key was not made by that server.

This bundle holds internal matters. Do not hand it to the other side.

## 中文

本压缩包包含能够证明一份合同文本形成过程的全部材料。

- \`manifest.json\`：每个文件及其 SHA-256，以及各条哈希链的末端；\`signature.json\`：对该清单的 Ed25519 签名。
- \`events.json\`：合同发生过的全部事件。每个哈希是对前一哈希与 \`body\` 计算的 SHA-256。
- \`documents/*/log.json\`：文本的每一次修改，包括修改人、所代表的一方与时间。每个哈希覆盖该行内容及前一哈希。
- \`texts/*.json\`：每一轮次、每次审批及协商结束时所固定的已确认文本。**该文件的 SHA-256 即事件中记载的哈希**（\`sha256sum texts/*.json\`）；\`texts/*.txt\` 为同一文本的可读形式。
- \`trail.json\`、\`negotiations.json\`、\`approvals.json\`、\`documents/*/decisions.json\`、\`documents/*/waiting.json\`：同样内容的可读形式，均可由事件与日志推出。
- \`contract.json\`、\`people.json\`、\`documents/*/comments.json\`：生成本包时的登记信息、姓名与评论，仅由清单保护。

验证无需服务器和数据库：在 Parley 的副本中运行 \`npm run parley -- verify bundle.zip\`。若有改动，会指出是哪个文件、哪个事件或哪一行，并输出密钥指纹。
请将指纹与服务器 \`/api/evidence-key\` 所示、或以其他途径得知的指纹比对：用其他密钥签名的包并非由该服务器生成。

本包含有内部信息，请勿交给对方。
`,
  counterparty: `# Evidence bundle for the other side · 证据包（供对方）

## English

This archive holds what both sides of one negotiation know: the agreed text of the shared document at every round, what was decided and by whom, and
the comments that both sides see.

- \`manifest.json\`: every file with its SHA-256; \`signature.json\`: the Ed25519 signature over it.
- \`texts/*.json\`: the agreed text at every moment that was sealed. **The SHA-256 of such a file is the hash that the round named**
  (\`sha256sum texts/*.json\`). \`texts/*.txt\` is the same to read.
- \`trail.json\`, \`negotiations.json\`, \`decisions.json\`, \`comments.json\`, \`people.json\`: to read.

To verify without the server: \`npm run parley -- verify bundle.zip\` in a copy of Parley. Compare the fingerprint of the key that it prints with the one
that you were told in another way.

## 中文

本压缩包包含一次协商中双方均知悉的内容：共享文本在每一轮次的已确认文本、作出的决定及决定人，以及双方可见的评论。

- \`manifest.json\`：每个文件及其 SHA-256；\`signature.json\`：对该清单的 Ed25519 签名。
- \`texts/*.json\`：每次固定的已确认文本。**该文件的 SHA-256 即该轮次记载的哈希**（\`sha256sum texts/*.json\`）；\`texts/*.txt\` 为同一文本的可读形式。
- \`trail.json\`、\`negotiations.json\`、\`decisions.json\`、\`comments.json\`、\`people.json\`：供阅读。

验证无需服务器：在 Parley 的副本中运行 \`npm run parley -- verify bundle.zip\`，并将输出的密钥指纹与以其他途径得知的指纹比对。
`,
};
