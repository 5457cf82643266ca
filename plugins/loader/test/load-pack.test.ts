import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { PackFault } from '@cloudclass/plugin-contract';
import { loadPack, loadPacks, packFaultCodes, packLimits, type PackChecks } from '../src/index.ts';
import { changed, PackBuilder, soundPack, type PackTexts } from './pack-builder.ts';

const packs = new PackBuilder();
afterEach(() => packs.removeAll());

/** The faults of a pack, each as `file:line CODE`. */
async function faultsOf(folder: string): Promise<readonly string[]> {
  const load = await loadPack(folder);
  return load.ok ? [] : load.faults.map(({ file, line, code }) => `${file}:${line} ${code}`);
}

describe('a sound pack', () => {
  test('loads whole: guide, validators, resources with what they refer to, fixtures', async () => {
    const load = await loadPack(await packs.write());
    if (!load.ok) throw new Error(JSON.stringify(load.faults));
    expect(load.pack.guide.ko.steps).toEqual({ first: '# 첫째\n', second: '# 둘째\n' });
    expect(load.pack.validators.map(({ step }) => step)).toEqual(['first', 'second']);
    expect(load.pack.resources).toEqual([
      { logicalId: 'Logs', type: 'AWS::S3::Bucket', purpose: { ko: '로그', en: 'Logs' }, dependsOn: [] },
      { logicalId: 'Writer', type: 'AWS::IAM::Role', purpose: { ko: '역할', en: 'A role' }, dependsOn: ['Logs'] },
    ]);
    expect(load.fixtures.map(({ file }) => file)).toEqual(['fixtures/nothing.json']);
    expect(load.pack.video).toBeUndefined();
  });

  test('has a digest of its files alone: what else lies in the folder does not change it, a changed page does', async () => {
    const digestOf = async (texts: PackTexts) => {
      const load = await loadPack(await packs.write(texts));
      return load.ok ? load.pack.digest : undefined;
    };
    const digest = await digestOf({});
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOf({ 'README.md': 'notes', 'test/pack.test.ts': '' })).toBe(digest);
    expect(await digestOf({ 'guide/ko/first.md': '# 첫째 \n' })).not.toBe(digest);
  });

  test('is found among others in a folder of packs', async () => {
    const root = await packs.write();
    await mkdir(join(root, 'empty'));
    const loads = await loadPacks(root);
    expect(loads.get('empty')).toMatchObject({ ok: false });
    expect([...loads.keys()]).toEqual(['empty', 'fixtures', 'guide', 'validators']);
  });
});

test('ten kinds of fault are reported at once, each with its file and line', async () => {
  const folder = await packs.write({
    ...changed('pack.yaml', 'services: [s3, iam]', 'services: [s3]'),
    ...changed('template.yaml', '!GetAtt Logs.Arn', '!GetAtt Losg.Arn'),
    ...changed('validators/first.yaml', 'lab.outputs.Prefix', 'lab.outputs.Prefx'),
    ...changed('validators/second.yaml', '[PutBucketAcl]', '[{ prefx: Put }]'),
    'validators/third.yaml': soundPack['validators/first.yaml']?.replace('step: first', 'step: third'),
    'guide/ko/second.md': undefined,
    'guide/en/second.md': '  \n',
    'guide/en/fourth.md': '# Fourth\n',
    ...changed('fixtures/nothing.json', '"second": "todo"', '"fifth": "todo"'),
    'video/video.yaml': `title: { ko: 영상, en: A video }
durationSeconds: 60
playlist: master.m3u8
captions: { ko: ko.vtt, en: en.vtt }
chapters:
  - { startSeconds: 61, title: { ko: 장, en: A chapter } }
`,
    'video/ko.vtt': 'WEBVTT',
    'video/en.vtt': 'WEBVTT',
  });
  expect(await faultsOf(folder)).toEqual([
    'fixtures/nothing.json:10 PACK_FIXTURE_INVALID',
    'guide/en/fourth.md:1 PACK_GUIDE_UNKNOWN_STEP',
    'guide/en/second.md:1 PACK_GUIDE_MISSING',
    'pack.yaml:16 PACK_GUIDE_MISSING',
    'template.yaml:5 PACK_SERVICE_OUTSIDE',
    'template.yaml:12 PACK_TEMPLATE_REFERENCE',
    'validators/first.yaml:7 PACK_VARIABLE_UNKNOWN',
    'validators/second.yaml:10 PACK_VALIDATOR_PATTERN',
    'validators/third.yaml:1 PACK_VALIDATOR_UNKNOWN_STEP',
    'video/video.yaml:3 PACK_VIDEO_FILE_MISSING',
    'video/video.yaml:6 PACK_VIDEO_CHAPTER',
  ]);
});

test('a manifest that cannot be read does not hide what is wrong elsewhere', async () => {
  const folder = await packs.write({
    ...changed('pack.yaml', 'version: 1.0.0', 'version: one'),
    ...changed('validators/second.yaml', '[PutBucketAcl]', '[{ prefx: Put }]'),
    ...changed('fixtures/nothing.json', '"records"', '"recrods"'),
  });
  expect(new Set(await faultsOf(folder))).toEqual(
    new Set(['fixtures/nothing.json:1 PACK_FIXTURE_INVALID', 'fixtures/nothing.json:11 PACK_FIXTURE_INVALID', 'pack.yaml:2 PACK_SCHEMA', 'validators/second.yaml:10 PACK_VALIDATOR_PATTERN']),
  );
});

describe('each fault is found at its line', () => {
  const cases: readonly [what: string, texts: PackTexts, faults: readonly string[]][] = [
    ['no pack.yaml', { 'pack.yaml': undefined }, ['pack.yaml:1 PACK_FILE_MISSING']],
    ['no template.yaml', { 'template.yaml': undefined }, ['template.yaml:1 PACK_FILE_MISSING']],
    ['a YAML error', { 'validators/second.yaml': 'step: second\nvalidator: [\n' }, ['validators/second.yaml:3 PACK_YAML_INVALID']],
    ['an alias within what it stands for', { 'validators/second.yaml': 'step: second\nvalidator: &itself\n  all:\n    - *itself\n' }, ['validators/second.yaml:4 PACK_YAML_INVALID']],
    ['a tag that is none', { 'validators/second.yaml': 'step: second\nvalidator: !Sub x\n' }, ['validators/second.yaml:2 PACK_YAML_INVALID']],
    ['a wrong value, a missing field and an unknown one', changed('pack.yaml', 'version: 1.0.0\ntitle: { ko: 팩, en: A pack }', 'version: one\ntitle: { ko: 팩 }\ncolour: red'), ['pack.yaml:2 PACK_SCHEMA', 'pack.yaml:3 PACK_SCHEMA', 'pack.yaml:4 PACK_SCHEMA']],
    ['a validator of no kind', changed('validators/first.yaml', '  event:', '  evnt:'), ['validators/first.yaml:2 PACK_SCHEMA']],
    ['a fault deep inside a composition', changed('validators/second.yaml', '        hint:', '        hnit:'), ['validators/second.yaml:9 PACK_SCHEMA', 'validators/second.yaml:11 PACK_SCHEMA']],
    ['two steps of one name', changed('pack.yaml', 'id: second', 'id: first'), ['fixtures/nothing.json:10 PACK_FIXTURE_INVALID', 'guide/en/second.md:1 PACK_GUIDE_UNKNOWN_STEP', 'guide/ko/second.md:1 PACK_GUIDE_UNKNOWN_STEP', 'pack.yaml:16 PACK_STEP_DUPLICATE', 'validators/second.yaml:1 PACK_VALIDATOR_UNKNOWN_STEP']],
    ['a step without validator', { 'validators/second.yaml': undefined }, ['pack.yaml:16 PACK_STEP_UNVALIDATED']],
    ['a step with two', { 'validators/third.yaml': soundPack['validators/second.yaml'] }, ['validators/third.yaml:1 PACK_VALIDATOR_DUPLICATE']],
    ['a duration without fixed length', changed('validators/first.yaml', '    capture:', '    within: P1M\n    capture:'), ['validators/first.yaml:8 PACK_VALIDATOR_PATTERN']],
    ['a hint for a clause that is not there', changed('validators/first.yaml', '    capture:', '    hints:\n      errorCode: { ko: 오류, en: Error }\n      requestParameters: { ko: 이름, en: Name }\n    capture:'), ['validators/first.yaml:10 PACK_VALIDATOR_PATTERN']],
    ['a secret that would hide nothing', changed('validators/first.yaml', '    capture:', '    secret: [requestParameters, requestParameters.bucket]\n    capture:'), ['validators/first.yaml:8 PACK_VALIDATOR_PATTERN']],
    ['a capture that is not made', changed('validators/second.yaml', 'captured.bucket', 'captured.buckt'), ['validators/second.yaml:8 PACK_VARIABLE_UNKNOWN']],
    ['a step that uses itself', changed('validators/second.yaml', 'steps.first', 'steps.second'), ['validators/second.yaml:8 PACK_VARIABLE_UNKNOWN']],
    ['steps that wait for each other', changed('validators/first.yaml', '    capture:', '    after: [second]\n    capture:'), ['validators/first.yaml:1 PACK_VALIDATOR_CYCLE', 'validators/second.yaml:1 PACK_VALIDATOR_CYCLE']],
    ['waiting for a step that is not there', changed('validators/first.yaml', '    capture:', '    after:\n      - third\n    capture:'), ['validators/first.yaml:9 PACK_VARIABLE_UNKNOWN']],
    ['a capture from code, which captures nothing', { 'validators/first.yaml': 'step: first\nvalidator:\n  code:\n    file: validators/first.js\n    hint: { ko: 코드, en: Code }\n', 'validators/first.js': 'export default () => ({ passed: true });\n' }, ['validators/second.yaml:8 PACK_VARIABLE_UNKNOWN']],
    ['code that is not there', { 'validators/second.yaml': 'step: second\nvalidator:\n  code:\n    file: validators/gone.js\n    hint: { ko: 코드, en: Code }\n' }, ['validators/second.yaml:4 PACK_CODE_MISSING']],
    ['a probe outside the pack', { 'validators/second.yaml': 'step: second\nvalidator:\n  probe:\n    service: ec2\n    operation: DescribeVpcs\n    region: us-east-1\n    assert: "true"\n    hint: { ko: 상태, en: State }\n' }, ['validators/second.yaml:4 PACK_SERVICE_OUTSIDE', 'validators/second.yaml:6 PACK_REGION_OUTSIDE']],
    ['a template without resources', { 'template.yaml': 'Resources: {}\n' }, ['template.yaml:1 PACK_TEMPLATE_INVALID']],
    ['a resource without a purpose', changed('pack.yaml', '  Logs:', '  Lgos:'), ['pack.yaml:10 PACK_RESOURCE_PURPOSE', 'template.yaml:2 PACK_RESOURCE_PURPOSE']],
    ['a Region outside the pack', changed('template.yaml', '!Ref AWS::Region', 'us-east-1'), ['template.yaml:9 PACK_REGION_OUTSIDE']],
    ['a fixture that is no JSON', { 'fixtures/nothing.json': '{\n  "a": 1,,\n}' }, ['fixtures/nothing.json:2 PACK_JSON_INVALID']],
    ['a fixture without an output', changed('fixtures/nothing.json', '{ "Prefix": "site-" }', '{}'), ['fixtures/nothing.json:8 PACK_FIXTURE_INVALID']],
    ['a record that is none', changed('fixtures/nothing.json', '"records": []', '"records": [{}]'), Array.from({ length: 8 }, () => 'fixtures/nothing.json:11 PACK_FIXTURE_INVALID')],
  ];

  test.each(cases)('%s', async (_, texts, faults) => {
    expect(await faultsOf(await packs.write(texts))).toEqual(faults);
  });
});

test('a code validator comes with its source', async () => {
  const load = await loadPack(
    await packs.write({
      'validators/first.yaml': 'step: first\nvalidator:\n  code:\n    file: validators/first.js\n    hint: { ko: 코드, en: Code }\n',
      'validators/first.js': 'export default () => ({ passed: false });\n',
      ...changed('validators/second.yaml', '${steps.first.captured.bucket}', 'a'),
    }),
  );
  expect(load).toMatchObject({ ok: true, pack: { code: { 'validators/first.js': expect.stringContaining('export default') } } });
});

describe('what others know of a pack is asked of them', () => {
  const code = (step: string, file: string): string => `step: ${step}\nvalidator:\n  all:\n    - code:\n        file: ${file}\n        hint: { ko: 코드, en: Code }\n`;
  const probe = `step: second\nvalidator:\n  probe:\n    service: s3\n    operation: DeleteBucket\n    assert: '@'\n    hint: { ko: 상태, en: State }\n`;
  const fine: PackChecks = { uncleaned: () => [], checkProbe: () => [], checkCode: async () => undefined };
  const found = async (texts: PackTexts, checks: Partial<PackChecks>): Promise<readonly PackFault[]> => {
    const load = await loadPack(await packs.write(texts), { ...fine, ...checks });
    return load.ok ? [] : load.faults;
  };

  test('a service of which accounts are not cleaned is a fault on its line', async () => {
    const texts = changed('pack.yaml', 'services: [s3, iam]', 'services:\n  - s3\n  - iam\n  - logs');
    expect(await found(texts, { uncleaned: (services) => services.filter((service) => service === 'logs') })).toEqual([
      { code: 'PACK_SERVICE_UNCLEANED', file: 'pack.yaml', line: 11, message: expect.stringContaining('logs') },
    ]);
  });

  test('a probe is a fault on the line of the field that is wrong', async () => {
    const texts = { 'validators/second.yaml': probe };
    expect(await found(texts, { checkProbe: ({ operation }) => [{ at: 'operation', message: `not ${operation}` }, { at: 'input', message: 'no bucket' }] })).toEqual([
      { code: 'PACK_PROBE_INVALID', file: 'validators/second.yaml', line: 3, message: 'input: no bucket' },
      { code: 'PACK_PROBE_INVALID', file: 'validators/second.yaml', line: 5, message: 'operation: not DeleteBucket' },
    ]);
  });

  test('code that cannot be loaded is a fault on its own line, once, however many steps use it', async () => {
    const texts = { 'validators/first.yaml': code('first', 'validators/both.js'), 'validators/second.yaml': code('second', 'validators/both.js'), 'validators/both.js': 'of the author' };
    expect(await found(texts, { checkCode: async (source) => ({ line: 7, message: `cannot load ${source}` }) })).toEqual([
      { code: 'PACK_CODE_INVALID', file: 'validators/both.js', line: 7, message: 'cannot load of the author' },
    ]);
  });

  test('nothing is a fault when nobody finds any', async () => {
    expect(await found({ 'validators/second.yaml': probe }, {})).toEqual([]);
  });
});

describe('a pack is data that may be hostile', () => {
  test('a symbolic link is refused, not followed', async () => {
    const folder = await packs.write({ 'guide/en/first.md': undefined });
    await writeFile(join(folder, 'secret'), '# secret');
    await symlink(join(folder, 'secret'), join(folder, 'guide/en/first.md'));
    expect(await faultsOf(folder)).toContain('guide/en/first.md:1 PACK_FILE_UNSAFE');
  });

  test('a playlist names files beside it and nothing else, whatever its lines end with', async () => {
    const texts = {
      'video/video.yaml': 'title: { ko: 영상, en: A video }\ndurationSeconds: 60\nplaylist: hls/master.m3u8\ncaptions: { ko: ko.vtt, en: "e#n.vtt" }\nchapters: []\n',
      'video/ko.vtt': 'WEBVTT', 'video/e#n.vtt': 'WEBVTT', 'video/hls/1.m4s': '', 'video/hls/init.mp4': '',
      'video/hls/master.m3u8': '\ufeff#EXTM3U\r\n#EXT-X-MAP:URI="init.mp4"\r\n# a comment\r\n\r\n1.m4s\r\n2.m4s\r\nhttps://elsewhere.example/3.m4s\r\n#EXT-X-KEY:METHOD=AES-128,URI="../../../pack.yaml"\r\n1.m4s?of=its-own',
    };
    expect(await faultsOf(await packs.write(texts))).toEqual([
      ...[6, 7, 8, 9].map((line) => `video/hls/master.m3u8:${line} PACK_VIDEO_PLAYLIST`),
      'video/video.yaml:4 PACK_FILE_UNSAFE',
    ]);
  });

  test('a video file outside its folder is refused', async () => {
    const video = 'title: { ko: 영상, en: A video }\ndurationSeconds: 60\nplaylist: ../pack.yaml\ncaptions: { ko: ko.vtt, en: en.vtt }\nchapters: []\n';
    expect(await faultsOf(await packs.write({ 'video/video.yaml': video, 'video/ko.vtt': 'WEBVTT', 'video/en.vtt': 'WEBVTT' }))).toEqual(['video/video.yaml:3 PACK_FILE_UNSAFE']);
  });

  test('a file over the limit is refused unread', async () => {
    const large = 'x'.repeat(packLimits.textBytes + 1);
    expect(await faultsOf(await packs.write({ 'guide/en/first.md': large }))).toContain('guide/en/first.md:1 PACK_FILE_TOO_LARGE');
  });

  test('a bomb of YAML aliases is refused', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...['b', 'c', 'd', 'e', 'f'].map((name, index) => `${name}: &${name} [${`*${'abcde'[index]}, `.repeat(9)}]`)].join('\n');
    expect(await faultsOf(await packs.write({ 'validators/second.yaml': bomb }))).toContain('validators/second.yaml:1 PACK_YAML_INVALID');
  });

  test('nesting too deep for the stack is refused', async () => {
    expect(await faultsOf(await packs.write({ 'validators/second.yaml': '['.repeat(100_000) }))).toContain('validators/second.yaml:1 PACK_YAML_INVALID');
  });

  test('a key that reaches for the prototype is refused and changes nothing', async () => {
    const texts = changed('validators/first.yaml', '      eventName:', '      __proto__: { polluted: [1] }\n      eventName:');
    expect(await faultsOf(await packs.write(texts))).toContain('validators/first.yaml:5 PACK_YAML_INVALID');
    expect('polluted' in {}).toBe(false);
  });
});

test('every code has a sentence for authors', () => {
  for (const [code, sentence] of Object.entries(packFaultCodes)) {
    expect(code).toMatch(/^PACK_[A-Z_]+$/);
    expect(sentence).toMatch(/^[A-Z].+\.$/);
  }
});
