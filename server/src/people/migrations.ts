import type { Migration } from "../platform/slice.ts";

/**
 * `people` holds who there is and what proves it; `auth` holds better-auth's own tables, shaped as its adapter expects them
 * (quoted camelCase names, the extra `auth` schema found by search path). `auth."user".id` is `people.person.id`.
 * A person is never deleted: their id stays the author of their words.
 */
export const peopleMigrations: readonly Migration[] = [
  {
    name: "0001-person",
    sql: `
      create table people.company (
        -- There is one company, so there is one row.
        only_one boolean primary key default true check (only_one),
        name text not null,
        set_up_at timestamptz not null
      );

      create table people.person (
        id uuid primary key,
        name text not null,
        email text not null unique check (email = lower(email)),
        title text,
        standing text not null check (standing in ('administrator', 'member', 'guest')),
        -- Where a guest says they come from.
        organisation text,
        manager_id uuid references people.person (id),
        language text not null check (language in ('en', 'zh')),
        active boolean not null default true,
        created_at timestamptz not null,
        check (manager_id <> id)
      );
      create index person_manager on people.person (manager_id);

      create table people.department (
        id uuid primary key,
        name text not null,
        parent_id uuid references people.department (id),
        created_at timestamptz not null,
        constraint department_name_taken unique nulls not distinct (parent_id, name)
      );

      create table people.membership (
        person_id uuid not null references people.person (id),
        department_id uuid not null references people.department (id),
        primary key (person_id, department_id)
      );
      create index membership_department on people.membership (department_id);
    `,
  },
  {
    name: "0002-credentials",
    sql: `
      create table people.token (
        id uuid primary key,
        person_id uuid not null references people.person (id),
        name text not null,
        -- SHA-256 of the secret, which has 256 random bits itself.
        secret_hash bytea not null unique,
        created_at timestamptz not null,
        last_used_at timestamptz,
        expires_at timestamptz
      );
      create index token_person on people.token (person_id);

      -- How often something was tried; \`key\` is a hash, so no address or e-mail is kept here.
      create table people.attempt (
        key bytea primary key,
        count integer not null,
        window_ends_at timestamptz not null
      );
      create index attempt_window on people.attempt (window_ends_at);

      create schema auth;
      create table auth."user" (
        id uuid primary key references people.person (id),
        name text not null,
        email text not null unique,
        "emailVerified" boolean not null,
        image text,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now()
      );
      create table auth."session" (
        id uuid primary key,
        "expiresAt" timestamptz not null,
        token text not null unique,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now(),
        "ipAddress" text,
        "userAgent" text,
        "userId" uuid not null references auth."user" (id) on delete cascade
      );
      create index "session_userId_idx" on auth."session" ("userId");
      create table auth."account" (
        id uuid primary key,
        "accountId" text not null,
        "providerId" text not null,
        "userId" uuid not null references auth."user" (id) on delete cascade,
        "accessToken" text,
        "refreshToken" text,
        "idToken" text,
        "accessTokenExpiresAt" timestamptz,
        "refreshTokenExpiresAt" timestamptz,
        scope text,
        password text,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now()
      );
      create index "account_userId_idx" on auth."account" ("userId");
      create table auth."verification" (
        id uuid primary key,
        identifier text not null,
        value text not null,
        "expiresAt" timestamptz not null,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now()
      );
      create index "verification_identifier_idx" on auth."verification" (identifier);
    `,
  },
  {
    name: "0003-invitation",
    sql: `
      create table people.invitation (
        id uuid primary key,
        -- A document; the people slice knows nothing more of it.
        subject_id uuid not null,
        secret_hash bytea not null unique,
        email text,
        role text not null,
        party text not null,
        inviter_id uuid not null references people.person (id),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz
      );
      create index invitation_subject on people.invitation (subject_id);

      create table people.invitation_use (
        invitation_id uuid not null references people.invitation (id),
        person_id uuid not null references people.person (id),
        first_used_at timestamptz not null,
        primary key (invitation_id, person_id)
      );

      create table people.guest_code (
        invitation_id uuid not null references people.invitation (id),
        email text not null,
        -- HMAC-SHA-256 under the server's secret: six digits alone would be found by trying them all.
        code_hash bytea not null,
        expires_at timestamptz not null,
        tries_left integer not null,
        primary key (invitation_id, email)
      );

      create table people.guest_session (
        id uuid primary key,
        secret_hash bytea not null unique,
        person_id uuid not null references people.person (id),
        invitation_id uuid not null references people.invitation (id),
        created_at timestamptz not null,
        last_used_at timestamptz not null,
        expires_at timestamptz not null,
        user_agent text,
        address text
      );
      create index guest_session_person on people.guest_session (person_id);
      create index guest_session_invitation on people.guest_session (invitation_id);
    `,
  },
  {
    name: "0004-time-zone",
    sql: `
      -- Where the company's days begin, as an IANA name. Letters to guests have named days of this zone before it was a setting.
      alter table people.company add column time_zone text not null default 'Asia/Shanghai';
    `,
  },
];
