# SSO_ISSUER, SSO_SECRET and BOARD are in the environment; the arguments are the user's id, address and name.
require "json"
require "openssl"
require "securerandom"

def part(value) = [value].pack("m0").tr("+/", "-_").delete("=")

sub, email, name = ARGV
now = Time.now.to_i
claims = { iss: ENV["SSO_ISSUER"], aud: ENV["BOARD"], iat: now, exp: now + 300, jti: SecureRandom.uuid }
claims.merge!(sub: sub, email: email, email_verified: true, name: name)
message = "#{part({ alg: "HS256", typ: "JWT" }.to_json)}.#{part(claims.to_json)}"
puts "#{message}.#{part(OpenSSL::HMAC.digest("SHA256", ENV["SSO_SECRET"], message))}"
