import { describe, expect, test } from 'vitest'
import { parseSshCommand } from '../../../main/ssh-command/index.ts'
import runpod from '../../vectors/ssh-command/runpod.json' with { type: 'json' }
import wrong from '../../vectors/ssh-command/wrong-forms.json' with { type: 'json' }

function place(text: string): string | null {
  const { target } = parseSshCommand(text)
  return target && `${target.user}@${target.host}:${target.port}`
}

describe('every text that RunPod shows', () => {
  test.each(runpod.vectors)('$source: $text', (vector) => {
    const parsed = parseSshCommand(vector.text)
    const { user, host, port, kind } = vector
    expect({ ...parsed, problems: parsed.problems.map(({ code }) => code) }).toMatchObject({
      target: { user, host, port, kind },
      kind,
      form: vector.form,
      provider: 'runpod',
      identityFile: vector.identityFile,
      repaired: false,
      problems: vector.problems,
    })
  })
})

describe('every wrong form', () => {
  test.each(wrong.forms)('$code: $text', ({ text, target, code, severity }) => {
    const parsed = parseSshCommand(text)
    expect(place(text)).toBe(target)
    const problem = parsed.problems.find((one) => one.code === code)
    expect(problem).toMatchObject({ code, severity })
    expect(problem?.detail).toMatch(/\.$/)
    expect(problem?.title).not.toMatch(/\.$/)
  })
})

describe('the options of ssh', () => {
  test.each([
    ['ssh -p34446 root@195.26.233.3'],
    ['ssh -p 34446 root@195.26.233.3'],
    ['ssh -oPort=34446 root@195.26.233.3'],
    ['ssh -o Port=34446 root@195.26.233.3'],
    ['ssh -o "Port 34446" root@195.26.233.3'],
    ["ssh -o 'port = 34446' root@195.26.233.3"],
    ['ssh -l root -p 34446 195.26.233.3'],
    ['ssh 195.26.233.3 -l root -p 34446'],
    ['ssh -tNp34446 -lroot 195.26.233.3'],
    ['ssh ssh://root@195.26.233.3:34446'],
    ['ssh -vvv -A -C -4 root@195.26.233.3 -p 34446'],
    ['ssh -o HostName=195.26.233.3 -p 34446 root@my-pod'],
    ['ssh -p 34446 -- root@195.26.233.3'],
    ['/usr/bin/ssh root@195.26.233.3 -p 34446'],
    ['& "C:\\Windows\\System32\\OpenSSH\\ssh.exe" root@195.26.233.3 -p 34446'],
    ['C:\\Windows\\System32\\OpenSSH\\ssh.exe root@195.26.233.3 -p 34446'],
    ['sudo ssh root@195.26.233.3 -p 34446'],
    ['ssh root@195.26.233.3 \\\n  -p 34446'],
    ['ssh root@195.26.233.3 `\n  -p 34446'],
    ['ssh root@195.26.233.3 ^\n  -p 34446'],
    ['sftp -P 34446 root@195.26.233.3'],
    ['sftp -oPort=34446 root@195.26.233.3:/workspace'],
    ['scp -P 34446 root@195.26.233.3:/workspace/a .'],
    ['scp C:\\Users\\me\\a.txt scp://root@195.26.233.3:34446//workspace'],
    ['rsync -av --rsh="ssh -p34446" ./ root@195.26.233.3:/workspace'],
    ["rsync -av --exclude '*.pyc' -e 'ssh -p 34446 -i ~/.ssh/x' ./ root@195.26.233.3:/workspace"],
    ['root@195.26.233.3:34446'],
    ['ssh://root@195.26.233.3:34446'],
    ['"command": "ssh root@195.26.233.3 -p 34446",'],
  ])('%s', (text) => {
    expect(place(text)).toBe('root@195.26.233.3:34446')
    expect(parseSshCommand(text).kind).toBe('runpod-direct')
  })

  test('everything that a command says is reported, in order', () => {
    const text =
      'ssh -J gate@bastion -L 8888:localhost:8888 -o StrictHostKeyChecking=no -R 9:b:1 -D1080 -i ~/a -i ~/b -c aes128-ctr root@195.26.233.3 -p 34446 cd /workspace \\&\\& ls'
    const parsed = parseSshCommand(text)
    expect(parsed.options).toEqual([
      { name: 'ProxyJump', value: 'gate@bastion' },
      { name: 'StrictHostKeyChecking', value: 'no' },
      { name: 'Ciphers', value: 'aes128-ctr' },
    ])
    expect(parsed.forwards).toEqual(['-L 8888:localhost:8888', '-R 9:b:1', '-D 1080'])
    expect(parsed.identityFile).toBe('~/a')
    expect(parsed.remoteCommand).toBe('cd /workspace && ls')
    expect(parsed.problems.map(({ code }) => code)).toEqual([
      'jump-host',
      'several-identities',
      'host-check-off',
    ])
  })

  test('a dangerous option is in no part of the result', () => {
    const parsed = parseSshCommand(
      'ssh -o ProxyCommand="sh -c evil" -oLocalCommand=evil -I evil.so -F evil root@195.26.233.3 -p 34446',
    )
    expect(JSON.stringify(parsed)).not.toContain('evil')
    expect(parsed.options).toEqual([])
  })
})

describe('paths after -i', () => {
  test.each([
    ['-i C:\\Users\\me\\.ssh\\id_ed25519', 'C:\\Users\\me\\.ssh\\id_ed25519'],
    ['-iC:\\Users\\me\\.ssh\\id_ed25519', 'C:\\Users\\me\\.ssh\\id_ed25519'],
    ['-i "C:\\Users\\my name\\.ssh\\id"', 'C:\\Users\\my name\\.ssh\\id'],
    ["-i 'C:\\Users\\o''brien\\.ssh\\id'", "C:\\Users\\o'brien\\.ssh\\id"],
    ["-i C:\\Users\\o'brien\\.ssh\\id", "C:\\Users\\o'brien\\.ssh\\id"],
    ['-i $env:USERPROFILE\\.ssh\\id', '$env:USERPROFILE\\.ssh\\id'],
    ['-i %USERPROFILE%\\.ssh\\id', '%USERPROFILE%\\.ssh\\id'],
    ['-i ~\\.ssh\\id', '~\\.ssh\\id'],
    ['-i \\\\server\\keys\\id', '\\\\server\\keys\\id'],
    ['-i /home/me/my\\ key', '/home/me/my key'],
    ['-i "/home/me/my key"', '/home/me/my key'],
    ["-i '/home/me/it'\\''s'", "/home/me/it's"],
    ['-i "/home/me/\\$HOME\\"x"', '/home/me/$HOME"x'],
    ["-i ~/'my key'", '~/my key'],
    ['-i ~/.ssh/o’brien', '~/.ssh/o’brien'],
    ['-o IdentityFile="/home/me/my key"', '/home/me/my key'],
    ['-o \'IdentityFile="/home/me/50%% key"\'', '/home/me/50% key'],
  ])('%s', (option, expected) => {
    const parsed = parseSshCommand(`ssh ${option} root@195.26.233.3 -p 34446`)
    expect(parsed.identityFile).toBe(expected)
    expect(parsed.target?.port).toBe(34446)
  })
})

describe('providers', () => {
  test.each([
    ['ssh -p 20544 root@142.214.185.187 -L 8080:localhost:8080', 'vast', 'generic'],
    ['ssh -p 12673 root@ssh7.vast.ai -L 8080:localhost:8080', 'vast', 'generic'],
    ['ssh -i ~/.ssh/key.pem ubuntu@104.171.203.5', 'lambda', 'generic'],
    ['ssh paperspace@74.82.28.4', 'paperspace', 'generic'],
    ['ssh -o StrictHostKeyChecking=no -p 11114 root@sshd.jarvislabs.ai', 'jarvislabs', 'generic'],
    ['ssh -i ~/Downloads/meshia_key.pem -p 23456 mesh@203.0.113.10', 'unknown', 'generic'],
    ['ssh root@127.0.0.1 -p 2222', 'unknown', 'generic'],
    ['ssh root@[2001:db8::1] -p 2222', 'unknown', 'generic'],
    ['ssh root@203.0.113.7', 'unknown', 'generic'],
    ['ssh root@203.0.113.7 -p 2222', 'runpod', 'runpod-direct'],
    ['ssh abc-64410065@SSH.RUNPOD.IO.', 'runpod', 'runpod-proxy'],
  ])('%s', (text, provider, kind) => {
    expect(parseSshCommand(text)).toMatchObject({ provider, kind })
  })
})

describe('several lines', () => {
  const tab = `SSH
Connect to your pod using SSH. (No support for SCP & SFTP)
ssh e9ohprt7xzfdgr-64410d32@ssh.runpod.io -i ~/.ssh/id_ed25519
SSH over exposed TCP
Connect to your pod using SSH over a direct TCP connection. (Supports SCP & SFTP)
ssh root@149.36.0.213 -p 42442 -i ~/.ssh/id_ed25519
Direct TCP Ports
149.36.0.213:42442 → :22`

  test('the whole Connect tab: the direct command is taken, and that is said', () => {
    const parsed = parseSshCommand(tab)
    expect(parsed.form).toBe('ssh')
    expect(place(tab)).toBe('root@149.36.0.213:42442')
    expect(parsed.problems.map(({ code }) => code)).toEqual([
      'direct-preferred',
      'example-identity',
    ])
  })

  test('the same with CRLF', () => {
    expect(place(tab.replaceAll('\n', '\r\n'))).toBe('root@149.36.0.213:42442')
  })

  test('the port of SSH is found among several mappings', () => {
    const text = '149.36.0.213:42440 → :8888\n149.36.0.213:42442 → :22\n149.36.0.213:42443 → :3000'
    expect(place(text)).toBe('root@149.36.0.213:42442')
  })

  test('two pods: the first is taken, and that is said', () => {
    const parsed = parseSshCommand('ssh root@149.36.0.213 -p 1022\nssh root@149.36.0.214 -p 1023')
    expect(parsed.target?.host).toBe('149.36.0.213')
    expect(parsed.problems).toMatchObject([{ code: 'several-commands', severity: 'info' }])
  })

  test('a usable command is taken whatever stands before it', () => {
    expect(place('ssh root@IP -p PORT\n\nssh root@149.36.0.213 -p 1022')).toBe(
      'root@149.36.0.213:1022',
    )
  })
})

describe('what belongs into the settings of a pod', () => {
  test.each([
    [
      `bash -c 'apt update; echo "$RUNPOD_SSH_PUBLIC_KEY" >> ~/.ssh/authorized_keys; service ssh start'`,
      'dead-variable',
    ],
    ['SSH_PUBLIC_KEY=ssh-ed25519 AAAA', 'dead-variable'],
    [
      `bash -c 'mkdir -p ~/.ssh; echo "$PUBLIC_KEY" >> ~/.ssh/authorized_keys; service ssh start; sleep infinity'`,
      'start-command',
    ],
    ['PUBLIC_KEY=ssh-ed25519 AAAA', 'start-command'],
  ])('%s', (text, code) => {
    const parsed = parseSshCommand(text)
    expect(parsed.target).toBeNull()
    expect(parsed.problems).toMatchObject([{ code, severity: 'error' }])
  })

  test('beside a real command it is of no account', () => {
    const text = 'ssh root@213.173.108.12 -p 17445\necho "$SSH_PUBLIC_KEY"'
    expect(parseSshCommand(text).target).toMatchObject({ host: '213.173.108.12' })
  })
})
