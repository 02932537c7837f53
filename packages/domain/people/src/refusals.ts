import { declareRefusals } from "@parley/base";

/** Every "no" of people, sign-in and guests. */
export const { kinds: peopleRefusals, refuse: refusePeople } = declareRefusals({
  "people/not-signed-in": { status: 401, en: "Please sign in first.", zh: "请先登录。" },
  "people/token-invalid": {
    status: 401,
    en: "This token is unknown, has expired or was revoked.",
    zh: "该令牌不存在、已过期或已被撤销。",
  },
  "people/credentials-wrong": { status: 401, en: "The e-mail or the password is not right.", zh: "邮箱或密码不正确。" },
  "people/password-plain": {
    status: 422,
    en: "This password is quickly guessed: it is one piece repeated, a row of keys, or digits only.",
    zh: "该密码容易被猜到：它由重复片段、连续字符或纯数字组成，请换一个。",
  },
  "people/password-common": {
    status: 422,
    en: "This is one of the commonest passwords. Choose another.",
    zh: "这是最常见的密码之一，请换一个。",
  },
  "people/password-own": {
    status: 422,
    en: "A password must not be one's own name or e-mail.",
    zh: "密码不能是本人的姓名或邮箱，请换一个。",
  },
  "people/sign-in-code-wrong": {
    status: 401,
    en: "The code is not right or no longer counts. Ask for a new one.",
    zh: "验证码不正确或已失效，请重新获取。",
  },
  "people/sign-in-failed": {
    status: 403,
    en: "Signing in through the identity provider did not work.",
    zh: "通过身份提供方登录失败。",
  },
  "people/inactive": {
    status: 403,
    en: "This account is no longer active. Ask an administrator.",
    zh: "该账号已停用，请联系管理员。",
  },
  "people/not-permitted": { status: 403, en: "You do not have the right to do this.", zh: "您没有执行此操作的权限。" },
  "people/wrong-origin": {
    status: 403,
    en: "This request came from another site and was refused.",
    zh: "该请求来自其他网站，已被拒绝。",
  },
  "people/token-misplaced": {
    status: 400,
    en: "A token belongs in the Authorization header, as “Bearer …”.",
    zh: "令牌应放在 Authorization 请求头中，格式为“Bearer …”。",
  },
  "people/not-found": { status: 404, en: "There is no such person.", zh: "找不到此人。" },
  "people/department-not-found": { status: 404, en: "There is no such department.", zh: "找不到该部门。" },
  "people/department-cycle": {
    status: 422,
    en: "A department cannot be placed inside itself.",
    zh: "部门不能归属于其自身或下级部门。",
  },
  "people/department-not-empty": {
    status: 409,
    en: "The department still has people or departments in it.",
    zh: "该部门下仍有人员或子部门。",
  },
  "people/department-name-taken": {
    status: 409,
    en: "A department named “{name}” exists here already.",
    zh: "此处已有名为“{name}”的部门。",
  },
  "people/manager-not-found": {
    status: 422,
    en: "The manager must be an active colleague.",
    zh: "上级必须是在职的公司成员。",
  },
  "people/email-taken": { status: 409, en: "{email} already belongs to someone.", zh: "{email} 已被使用。" },
  "people/manager-cycle": {
    status: 422,
    en: "A person cannot be their own manager, directly or through others.",
    zh: "人员不能直接或间接成为自己的上级。",
  },
  "people/last-administrator": {
    status: 409,
    en: "The company needs at least one active administrator.",
    zh: "公司至少需要一名有效的管理员。",
  },
  "people/csv-unreadable": {
    status: 422,
    en: "The file cannot be read as CSV: {reason}",
    zh: "无法按 CSV 读取该文件：{reason}",
  },
  "people/time-zone-unknown": { status: 422, en: "This time zone is not known.", zh: "无法识别该时区。" },
  "people/set-up-done": { status: 409, en: "The company has been set up already.", zh: "公司已完成初始设置。" },
  "people/invitation-not-found": {
    status: 404,
    en: "This invitation does not exist. Ask whoever sent it for a new link.",
    zh: "该邀请不存在，请联系邀请人重新发送链接。",
  },
  "people/invitation-expired": {
    status: 410,
    en: "This invitation has expired. Ask {inviter} for a new link.",
    zh: "该邀请已过期，请联系{inviter}重新发送链接。",
  },
  "people/invitation-revoked": {
    status: 410,
    en: "This invitation was withdrawn. Ask {inviter} if you still need access.",
    zh: "该邀请已被撤回，如仍需访问请联系{inviter}。",
  },
  "people/invitation-for-someone-else": {
    status: 403,
    en: "This invitation was made out to another e-mail address.",
    zh: "该邀请发给的是另一个邮箱地址。",
  },
  "people/code-wrong": {
    status: 422,
    en: "The code is not right. {left} tries left.",
    zh: "验证码不正确，还可尝试 {left} 次。",
  },
  "people/code-expired": {
    status: 410,
    en: "The code has expired. Ask for a new one.",
    zh: "验证码已过期，请重新获取。",
  },
  "people/too-many-tries": {
    status: 429,
    en: "Too many tries. Please wait {seconds} seconds.",
    zh: "尝试次数过多，请等待 {seconds} 秒。",
  },
  "people/member-as-guest": {
    status: 409,
    en: "This e-mail belongs to a colleague. Please sign in with your account.",
    zh: "该邮箱属于公司成员，请使用账号登录。",
  },
  "people/token-not-found": { status: 404, en: "There is no such token.", zh: "找不到该令牌。" },
  "people/session-not-found": { status: 404, en: "There is no such session.", zh: "找不到该会话。" },
});
