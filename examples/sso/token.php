<?php // SSO_ISSUER, SSO_SECRET and BOARD are in the environment; the arguments are the user's id, address and name.
function part(string $value): string {
    return rtrim(strtr(base64_encode($value), '+/', '-_'), '=');
}
[, $sub, $email, $name] = $argv;
$now = time();
$claims = ['iss' => getenv('SSO_ISSUER'), 'aud' => getenv('BOARD'), 'iat' => $now, 'exp' => $now + 300];
$claims += ['jti' => bin2hex(random_bytes(16)), 'sub' => $sub, 'email' => $email, 'email_verified' => true, 'name' => $name];
$message = part(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . part(json_encode($claims));
echo $message . '.' . part(hash_hmac('sha256', $message, getenv('SSO_SECRET'), true)) . "\n";
