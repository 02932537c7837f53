import { type Language, Refusal, type Role, declareRefusals } from "@parley/base";

/** Roles as the pages call them. */
const roles: Readonly<Record<Role, Readonly<Record<Language, string>>>> = {
  view: { en: "View", zh: "查看" },
  comment: { en: "Comment", zh: "评论" },
  suggest: { en: "Suggest", zh: "建议" },
  edit: { en: "Edit", zh: "编辑" },
  own: { en: "Owner", zh: "所有者" },
};

/** Every "no" of documents, sharing, import, export and the socket. */
export const { kinds: documentRefusals, refuse: refuseDocument } = declareRefusals({
  // Also said of other people's documents: whether they exist is nobody's business.
  "documents/not-found": {
    status: 404,
    en: "There is no such document, or it is not shared with you.",
    zh: "找不到该文档，或该文档未与您共享。",
  },
  "documents/role-too-weak": {
    status: 403,
    en: "Your role in this document ({role}) does not allow this; it needs “{needed}”.",
    zh: "您在此文档中的权限（{role}）不足，需要“{needed}”权限。",
    called: { role: roles, needed: roles },
  },
  "documents/frozen": {
    status: 423,
    en: "This document is frozen: nothing in it can be changed now.",
    zh: "此文档已冻结，当前无法修改其内容。",
  },
  "documents/log-moved-on": {
    status: 409,
    en: "The text has changed meanwhile. Look at it again.",
    zh: "正文已有变动，请重新查看。",
  },
  "documents/other-side-decides": {
    status: 403,
    en: "The other side decides on your side's proposals.",
    zh: "本方的修改建议须由对方决定是否接受。",
  },
  "documents/kind-made-elsewhere": {
    status: 403,
    en: "Documents of this kind are not made here, or not by you.",
    zh: "此类文档不在此处创建，或您无权创建。",
  },
  "documents/everybody-proposes": {
    status: 409,
    en: "Everything in this document is proposed first, and the other side decides. Propose this change instead.",
    zh: "此文档中的所有改动均须先提出建议，由对方决定。请将此改动作为建议提出。",
  },
  "documents/proposals-changed": {
    status: 409,
    en: "A proposal has changed or was decided on meanwhile. Look at it again.",
    zh: "所选修改建议已变更或已被他人处理，请重新查看。",
  },
  "documents/holds-others-blocks": {
    status: 409,
    en: "Somebody else has put a picture or a break into what you proposed. Ask them to take it out first, or let it be decided on.",
    zh: "其他人已在您提出的内容中插入图片或分隔内容，无法直接撤回。请对方先移除，或交由有权人处理。",
  },
  "documents/decision-not-found": {
    status: 404,
    en: "There is no such decision.",
    zh: "找不到该处理记录。",
  },
  "documents/decision-stays": {
    status: 409,
    en: "Only an acceptance or a rejection can be taken back. What was withdrawn can be proposed again.",
    zh: "只有接受或拒绝的处理可以撤销。已撤回的建议可重新提出。",
  },
  "documents/decision-of-others": {
    status: 403,
    en: "Only the side that decided can take its decision back.",
    zh: "只有作出处理的一方可以撤销该处理。",
  },
  "documents/decision-taken-back": {
    status: 409,
    en: "{name} has taken this decision back already.",
    zh: "{name} 已撤销该处理。",
  },
  "documents/decision-place-changed": {
    status: 409,
    en: "The text has changed there since this decision, so it cannot be taken back. Propose the opposite instead.",
    zh: "处理之后该处正文又有改动，无法撤销。可就此提出相反的修改建议。",
  },
  "documents/decision-moved-text": {
    status: 409,
    en: "This decision split or joined paragraphs and cannot be taken back in one step. Propose the opposite instead.",
    zh: "该处理拆分或合并了段落，无法一步撤销。可就此提出相反的修改建议。",
  },
  "documents/decision-too-much": {
    status: 422,
    en: "This is too much to be decided on at once. Decide on fewer proposals at a time.",
    zh: "一次处理的内容过多，请减少所选建议，分几次处理。",
  },
  "documents/decision-too-large": {
    status: 422,
    en: "This decision changed too much to be taken back at once. Propose the opposite instead.",
    zh: "该处理涉及的内容过多，无法一次撤销。可就此提出相反的修改建议。",
  },
  "documents/decision-beyond-limits": {
    status: 422,
    en: "With this decision taken back, more proposals of one person would wait than may wait at one time. Decide on some of them first.",
    zh: "撤销该处理后，同一人的待处理建议将超出上限。请先处理其中一部分。",
  },
  "documents/proposal-requires": {
    status: 409,
    en: "This proposal builds on another one. Accept that one before or along with it.",
    zh: "该建议以另一项建议为前提，请先接受或一并接受前一项建议。",
  },
  "documents/not-your-proposal": {
    status: 403,
    en: "Only who made a proposal can withdraw it.",
    zh: "只有建议人本人可以撤回建议。",
  },
  "documents/merge-notice-not-found": {
    status: 404,
    en: "There is no such notice, or it has been dealt with.",
    zh: "找不到该提示，或该提示已处理。",
  },
  "documents/nothing-to-repair": {
    status: 409,
    en: "There is nothing left to repair: the text has changed meanwhile.",
    zh: "正文已有变动，无需再修复。",
  },
  "documents/thread-not-found": {
    status: 404,
    en: "There is no such comment, or it has been deleted.",
    zh: "找不到该评论，或该评论已被删除。",
  },
  "documents/not-your-comment": {
    status: 403,
    en: "Only who wrote a comment can edit it; its author or the document's owner can delete it.",
    zh: "只有评论作者可以编辑评论；删除则限作者或文档所有者。",
  },
  "documents/not-your-thread": {
    status: 403,
    en: "Only who began a thread or the document's owner can show it to everyone.",
    zh: "只有讨论发起人或文档所有者可以将其公开给所有人。",
  },
  "documents/internal-for-colleagues": {
    status: 403,
    en: "Internal comments are only for colleagues who act for our side.",
    zh: "内部评论仅限代表我方的同事使用。",
  },
  "documents/circle-not-found": {
    status: 404,
    en: "There is no such circle, or you are not in it.",
    zh: "找不到该讨论组，或您不在其中。",
  },
  "documents/circle-name-empty": {
    status: 400,
    en: "Nothing of this name can be seen. Choose another name.",
    zh: "此名称不含任何可见字符，请换一个名称。",
  },
  "documents/circle-name-taken": {
    status: 409,
    en: "This document has a circle with that name already. Choose another name.",
    zh: "此文档中已有同名的讨论组，请换一个名称。",
  },
  "documents/circle-person-without-access": {
    status: 422,
    en: "Only people who have access to the document can be in a circle. Share it with them first.",
    zh: "只有能访问此文档的人才能加入讨论组，请先与其共享文档。",
  },
  "documents/circle-needs-colleague": {
    status: 409,
    en: "A circle keeps at least one colleague, who can change it. Add another one first.",
    zh: "讨论组中至少要保留一位可以管理它的同事，请先添加另一位同事。",
  },
  "documents/circle-thread-stays": {
    status: 409,
    en: "A thread of a circle stays among its people. Begin another one for everyone.",
    zh: "讨论组内的讨论仅限其成员，如需公开请另行发起讨论。",
  },
  "documents/person-not-here": {
    status: 422,
    en: "Somebody you named cannot see this comment. Share the document with them, show the comment to everyone, or add them to its circle first.",
    zh: "您提到的人无法看到此评论，请先与其共享文档、将评论公开给所有人，或将其加入讨论组。",
  },
  "documents/anchor-unknown": {
    status: 409,
    en: "The words you comment on are not saved yet. Try again in a moment.",
    zh: "您要评论的文字尚未保存，请稍后再试。",
  },
  "documents/anchor-gone": {
    status: 409,
    en: "The words you comment on have been deleted meanwhile.",
    zh: "您要评论的文字已被删除。",
  },
  "documents/anchor-too-large": {
    status: 422,
    en: "This is too much of the document for one comment. Comment on fewer words, or on the document as a whole.",
    zh: "一条评论所选的内容过多，请少选一些文字，或对整份文档发表评论。",
  },
  "documents/words-not-found": {
    status: 404,
    en: "There are no such words in the document, or they are not there any more.",
    zh: "文档中没有这些文字，或文字已不存在。",
  },
  "documents/sitting-not-found": {
    status: 404,
    en: "There is no such change in the document.",
    zh: "文档中没有这项改动。",
  },
  "documents/version-not-found": {
    status: 404,
    en: "The document has no such version.",
    zh: "该文档没有这个版本。",
  },
  "documents/version-takes-too-long": {
    status: 503,
    en: "Reading the versions took too long. Try it with versions that are closer to each other, or a little later.",
    zh: "读取版本耗时过长。请选择相隔较近的版本，或稍后再试。",
  },
  "documents/version-too-different": {
    status: 422,
    en: "The version differs from the present in too many places to be restored at once.",
    zh: "该版本与当前内容差异过多，无法一次恢复。",
  },
  "documents/version-changed-since": {
    status: 409,
    en: "The text has changed since. Compare the version with the present first.",
    zh: "此后正文又有改动，请先与当前内容对比。",
  },
  "documents/read-only": {
    status: 423,
    en: "The document takes no changes at the moment.",
    zh: "该文档目前不接受更改。",
  },
  "documents/block-not-found": {
    status: 422,
    en: "The part of the document that this is about is not there any more.",
    zh: "文档中已没有所指的内容。",
  },
  "documents/unknown-kind": {
    status: 422,
    en: "“{kind}” is not a kind of document.",
    zh: "不存在“{kind}”这种文档类型。",
  },
  "documents/in-trash": {
    status: 409,
    en: "The document is in the trash. Restore it first.",
    zh: "该文档在回收站中，请先恢复。",
  },
  "documents/in-owners-trash": {
    status: 404,
    en: "The owner moved this document to the trash. Everything written in it is kept, and it opens again as soon as it is restored.",
    zh: "所有者已将此文档移到回收站。已写的内容都会保留，恢复后即可再次打开。",
  },
  "documents/not-in-trash": { status: 409, en: "The document is not in the trash.", zh: "该文档不在回收站中。" },
  "documents/folder-not-found": { status: 404, en: "There is no such folder.", zh: "找不到该文件夹。" },
  "documents/folder-not-empty": { status: 409, en: "The folder is not empty.", zh: "文件夹不为空。" },
  "documents/folder-cycle": {
    status: 422,
    en: "A folder cannot be moved into itself.",
    zh: "文件夹不能移动到其自身之内。",
  },
  "documents/folder-name-taken": {
    status: 409,
    en: "A folder named “{name}” exists here already.",
    zh: "此处已有名为“{name}”的文件夹。",
  },
  "documents/has-owner": {
    status: 409,
    en: "The document has an owner. Only an owner can share it.",
    zh: "该文档已有所有者，只有所有者可以共享。",
  },
  "documents/last-owner": {
    status: 409,
    en: "A document needs an owner. Give ownership to someone else first.",
    zh: "文档必须有所有者，请先将所有权转给他人。",
  },
  "documents/share-not-found": { status: 404, en: "There is no such share.", zh: "找不到该共享。" },
  "documents/removed-from-link": {
    status: 403,
    en: "An owner of the document has ended your access through this link.",
    zh: "文档所有者已终止您通过该链接的访问。",
  },
  "documents/not-in-link": {
    status: 404,
    en: "This person did not come in through the link, or has been removed already.",
    zh: "此人未通过该链接进入，或已被移除。",
  },
  "documents/already-shared": {
    status: 409,
    en: "{name} has been given access already. Change that share instead.",
    zh: "{name} 已获得访问权限，请直接修改现有共享。",
  },
  "documents/ownership-unending": {
    status: 422,
    en: "Ownership has no end date. Give a weaker role, or no end.",
    zh: "所有权不能设置到期时间，请选择较低的权限或不设到期时间。",
  },
  "documents/guest-may-not-own": {
    status: 422,
    en: "A guest or a link can be given at most “edit”.",
    zh: "访客或链接最多只能获得“编辑”权限。",
  },
  "documents/import-unsupported": {
    status: 415,
    en: "Only .docx and .md files can be imported.",
    zh: "仅支持导入 .docx 和 .md 文件。",
  },
  "documents/import-broken": {
    status: 422,
    en: "The file is damaged or is not what its name says: {reason}",
    zh: "文件已损坏或与其扩展名不符：{reason}",
  },
  "documents/import-encrypted": {
    status: 422,
    en: "The file is protected by a password. Remove the password in Word and try again.",
    zh: "文件受密码保护，请先在 Word 中移除密码后再试。",
  },
  "documents/import-too-large": {
    status: 413,
    en: "The file is too large: {size} of at most {limit}.",
    zh: "文件过大：{size}，上限为 {limit}。",
  },
  "documents/import-bomb": {
    status: 422,
    en: "The file unpacks to far more than its size and was not opened.",
    zh: "文件解压后远大于其自身大小，已拒绝打开。",
  },
  "documents/import-empty": { status: 422, en: "The file is empty.", zh: "文件为空。" },
  "documents/import-old-word": {
    status: 415,
    en: "This is a file of Word 97-2003 (.doc). Save it as .docx in Word and try again.",
    zh: "这是 Word 97-2003 格式（.doc）的文件，请在 Word 中另存为 .docx 后再试。",
  },
  "documents/import-not-text": { status: 422, en: "The file is not UTF-8 text.", zh: "文件不是 UTF-8 编码的文本。" },
  "documents/import-forbidden-xml": {
    status: 422,
    en: "The file contains XML declarations that a Word document never has and was not opened.",
    zh: "文件含有 Word 文档中不应出现的 XML 声明，已拒绝打开。",
  },
  "documents/import-too-deep": {
    status: 422,
    en: "The file is nested too deeply: more than {limit} levels.",
    zh: "文件嵌套过深：超过 {limit} 层。",
  },
  "documents/import-too-many-pieces": {
    status: 422,
    en: "The file holds too much for one document: more than {limit} paragraphs, cells and pieces of formatted text. Import it in parts.",
    zh: "文件内容过多，无法放入一份文档：段落、单元格和带格式的文字片段合计超过 {limit} 处。请分成几份导入。",
  },
  "documents/import-too-long": {
    status: 422,
    en: "The file could not be read within {seconds} seconds and was not imported.",
    zh: "未能在 {seconds} 秒内读完该文件，未导入。",
  },
  "documents/image-type": {
    status: 415,
    en: "Only PNG, JPEG, GIF and WebP pictures are accepted.",
    zh: "仅支持 PNG、JPEG、GIF 和 WebP 图片。",
  },
  "documents/image-too-large": {
    status: 413,
    en: "The picture is too large: at most {limit}.",
    zh: "图片过大，上限为 {limit}。",
  },
  "documents/too-many-pictures": {
    status: 413,
    en: "Who may only propose can put at most {count} pictures into a document, {size} in all.",
    zh: "“建议”权限最多可向一份文档添加 {count} 张图片，总大小不超过 {size}。",
  },
  "documents/image-not-found": {
    status: 404,
    en: "There is no such picture in this document.",
    zh: "此文档中没有该图片。",
  },
  "documents/too-large": { status: 413, en: "The document has reached its largest size.", zh: "文档已达到大小上限。" },
  "documents/quarantined": {
    status: 423,
    en: "This document could not be tidied up safely and is read-only until an administrator has looked at it. Nothing is lost.",
    zh: "该文档整理时出现异常，在管理员处理前为只读。内容没有丢失。",
  },
  "documents/not-quarantined": {
    status: 404,
    en: "This document is not in quarantine, or not any more.",
    zh: "该文档未被隔离，或隔离已解除。",
  },
  "documents/body-too-large": {
    status: 413,
    en: "The request is too large: at most {limit}.",
    zh: "请求过大，上限为 {limit}。",
  },
  "documents/malformed": {
    status: 400,
    en: "The request is not well formed: {reason}",
    zh: "请求格式不正确：{reason}",
  },
});

/** [FR3] The refusal of what would change a frozen document, in the words of what it is frozen for. */
export function refuseFrozen(words: Readonly<Record<Language, string>>): Refusal {
  return new Refusal("documents/frozen", { ...documentRefusals["documents/frozen"], en: words.en, zh: words.zh });
}
