/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates and keys for test_identity.c, made by openssl for it alone. */
#ifndef ZIMPORT_TESTS_IDENTITY_PEM_H
#define ZIMPORT_TESTS_IDENTITY_PEM_H

/* What is inside of EC_CERT. */
#define EC_BODY \
    "MIIBFjCBvQIUMbRJhlduy71IC0VaXZwWu3PlMDAwCgYIKoZIzj0EAwIwDTELMAkG\n" \
    "A1UEAwwCZWMwIBcNMjYxMTIzMTc0OTU2WhgPMjEyNjEwMzAxNzQ5NTZaMA0xCzAJ\n" \
    "BgNVBAMMAmVjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE05/5ljTRS6htx+bu\n" \
    "m8PmUXUQ+9lUOl6IrlEFMLt5wsTrvCPjw2hM5ID6UI/Gu0UhwB88RFPwjeyyRDXp\n" \
    "Hdc7MjAKBggqhkjOPQQDAgNIADBFAiEAtjjRcPcvoUJb8KuCCTJcztBpJ6/xL8jK\n" \
    "69E7QAkE0gYCIEhLECSz9i7m2mbM5JbWZU5hSCCk2bJyGYjTZvdI2BVP\n"

/* P-256; signs itself, as all of these do. */
#define EC_CERT "-----BEGIN CERTIFICATE-----\n" EC_BODY "-----END CERTIFICATE-----\n"

/* P-384. */
#define P384_CERT \
    "-----BEGIN CERTIFICATE-----\n" \
    "MIIBVjCB3gIUfaGwDLNPWiCWXvXj4h/FOV2GdSYwCgYIKoZIzj0EAwIwDzENMAsG\n" \
    "A1UEAwwEcDM4NDAgFw0yNjExMjMxNzQ5NTZaGA8yMTI2MTAzMDE3NDk1NlowDzEN\n" \
    "MAsGA1UEAwwEcDM4NDB2MBAGByqGSM49AgEGBSuBBAAiA2IABCQjDLuX6uUNfawI\n" \
    "nwUAHOjgLilmI1FeeiwQHT3hSvoeDzS1FJFpi1GIfXHZebkWp+MQdtywx0JJmyxQ\n" \
    "wXkvo86g65tvQWPi/Nfk6OU43yVyH51ddJsW1qO7BZqt6BRqOzAKBggqhkjOPQQD\n" \
    "AgNnADBkAjAnMpGLbQjrOSLsRf0ATGDi6L31nf9xmxrx6BHpn+9gEgJhVtTyHXuG\n" \
    "DDyNpaFAnE8CMHJo+vTO4X3ZpNjKmSuDs5Ik5zjROSCMLN1ZizP56O/np6QQmQel\n" \
    "+yE7Qq/GZELsEg==\n" \
    "-----END CERTIFICATE-----\n"

/* RSA, 1024 bits, so that it is short. */
#define RSA_CERT \
    "-----BEGIN CERTIFICATE-----\n" \
    "MIIBoDCCAQkCFCwz9vUBxyNyg3CyMCQtBxvkGaUuMA0GCSqGSIb3DQEBCwUAMA4x\n" \
    "DDAKBgNVBAMMA3JzYTAgFw0yNjExMjMxNzQ5NTZaGA8yMTI2MTAzMDE3NDk1Nlow\n" \
    "DjEMMAoGA1UEAwwDcnNhMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4yQNE\n" \
    "lRnxm2gqjaR1Y+I0BGiNdnpImUdhSO36CnKraCYI8I24hVMqLdovtuHBjj7Kkbf+\n" \
    "gR+RUfddC2SLcrxGKIfBr5oBh+SR8yE6jwafpeNPEu3s+m72p2KL9ZjGERr4T7kB\n" \
    "5WgumhoeqpeOTbQwBXJ6UwH00oWEGQYHLG97twIDAQABMA0GCSqGSIb3DQEBCwUA\n" \
    "A4GBADFh9K+lPw2ypuBqrWvq75bdd3FOiZl1DDeuxNsxOBgFv3Q82nTsu6DWKLUU\n" \
    "yy3mg+qbEP9gLJ8oLA+JKqX5DWTtTZrC6d5Fr8TcYygwqqQ3Nu2svfzV6pZqegGO\n" \
    "XpFCoLSbg24aMR7Wpb0lJoUsVbU+gec2J1hVQ21e9VLbJ6aA\n" \
    "-----END CERTIFICATE-----\n"

/* P-521, which is not built in. */
#define P521_CERT \
    "-----BEGIN CERTIFICATE-----\n" \
    "MIIBozCCAQQCFA6Pp1c5AjipWIlENZPtThsjmL51MAoGCCqGSM49BAMCMA8xDTAL\n" \
    "BgNVBAMMBHA1MjEwIBcNMjYxMTIzMTc0OTU2WhgPMjEyNjEwMzAxNzQ5NTZaMA8x\n" \
    "DTALBgNVBAMMBHA1MjEwgZswEAYHKoZIzj0CAQYFK4EEACMDgYYABAGdPgx64cU1\n" \
    "7NIHv4h+KlrXRUZYcjktAN9WLSgO3bjqEiO4POTCUX1hgoNuD1ihRgRy89NhDCgf\n" \
    "vq8m5xXehB9njwBE0mRyHAPGswSksgLeYqqTPadfaRRM5QJWgG1XYYdeGcXlifjW\n" \
    "vAQ7Y/R9VEiglPG8cYXa2c4QRJuQ4tnpl3lcgTAKBggqhkjOPQQDAgOBjAAwgYgC\n" \
    "QgHSzXF6xW8Pom3CjKgC9yG8uE/VAHUj3XFK5jgPYTQfyfZW/UU4mpYx9QVLFLLC\n" \
    "NiRiHtmPfoLMCtXQBiTM46mbUgJCAU4q5HXglmk7WWh3vvkS6SwMZAXcLDiV0Rsd\n" \
    "B6sicJGIk7OSTFS5tP0bSBW/3hT5qlKuIdelTffvXuk2aB07gxu2\n" \
    "-----END CERTIFICATE-----\n"

/* PKCS #8. */
#define EC_KEY \
    "-----BEGIN PRIVATE KEY-----\n" \
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcrNEH57oE2tPol7u\n" \
    "oktVLoEBCyAFDVFJG/4uD/2LWD2hRANCAATTn/mWNNFLqG3H5u6bw+ZRdRD72VQ6\n" \
    "XoiuUQUwu3nCxOu8I+PDaEzkgPpQj8a7RSHAHzxEU/CN7LJENekd1zsy\n" \
    "-----END PRIVATE KEY-----\n"

/* The same with an attribute. */
#define EC_ATTRIBUTE \
    "-----BEGIN PRIVATE KEY-----\n" \
    "MIGWAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcrNEH57oE2tPol7u\n" \
    "oktVLoEBCyAFDVFJG/4uD/2LWD2hRANCAATTn/mWNNFLqG3H5u6bw+ZRdRD72VQ6\n" \
    "XoiuUQUwu3nCxOu8I+PDaEzkgPpQj8a7RSHAHzxEU/CN7LJENekd1zsyoA0wCwYD\n" \
    "VR0PMQQDAgeA\n" \
    "-----END PRIVATE KEY-----\n"

/* SEC 1. */
#define EC_SEC1 \
    "-----BEGIN EC PRIVATE KEY-----\n" \
    "MHcCAQEEIHKzRB+e6BNrT6Je7qJLVS6BAQsgBQ1RSRv+Lg/9i1g9oAoGCCqGSM49\n" \
    "AwEHoUQDQgAE05/5ljTRS6htx+bum8PmUXUQ+9lUOl6IrlEFMLt5wsTrvCPjw2hM\n" \
    "5ID6UI/Gu0UhwB88RFPwjeyyRDXpHdc7Mg==\n" \
    "-----END EC PRIVATE KEY-----\n"

/* SEC 1 without the public half, behind the parameters that openssl ecparam writes. */
#define EC_BARE \
    "-----BEGIN EC PRIVATE KEY-----\n" \
    "MDECAQEEIHKzRB+e6BNrT6Je7qJLVS6BAQsgBQ1RSRv+Lg/9i1g9oAoGCCqGSM49\n" \
    "AwEH\n" \
    "-----END EC PRIVATE KEY-----\n"

/* Of no certificate here. */
#define EC_OTHER \
    "-----BEGIN PRIVATE KEY-----\n" \
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzyTeybLAN7DS8QME\n" \
    "KRq7W0/NFCdQ5xm385ARk9EB8bKhRANCAARz9gg1kwduivcRyFTBUh13CgAUFlc1\n" \
    "AaBFj6bqktVtsnNYVqTUjnVkgnkVy5YUFAftR+7+uE3dH8vT5UK89AmX\n" \
    "-----END PRIVATE KEY-----\n"

/* PKCS #8, encrypted. */
#define EC_ENCRYPTED \
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" \
    "MIHrMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAisMPc27VTvQQIBATAM\n" \
    "BggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQM0uQJE4xortRznStimB6TQSBkAzf\n" \
    "GhNpg+zT7bkVDtvkQkSK+4Fqrn7OilsW50rkJ1ItwVvrO2ztafzAIlrCSDixxUUr\n" \
    "UBvLJwLLQ0WSbFejDbZ9md8foWKurefuVMYmKvGqd1L+KsfrTMwDOdIMLTRGD2ab\n" \
    "0TC/dJudca11qhOKhSbuOsZqqJC3E21xioDFzJvWkMDJMxORn0Lko43V4mlzJQ==\n" \
    "-----END ENCRYPTED PRIVATE KEY-----\n"

/* Encrypted as RFC 1421 has it. */
#define EC_LEGACY \
    "-----BEGIN EC PRIVATE KEY-----\n" \
    "Proc-Type: 4,ENCRYPTED\n" \
    "DEK-Info: AES-128-CBC,7510BAACEE45DC308E8AE9EB02FAE2E4\n" \
    "\n" \
    "PYlmReBtoTnp7ySsn4eoLTpa236u+paFSB5nllJ7bBccBkcawM14ayjtMEYN0W59\n" \
    "Te/bGX8eRcavjfzuSdQ3CSvG4m3kiVPLqsR/eS5EOZ1a+cZpn+CEDG98CVCigDSV\n" \
    "WpP+KpykuOaLFt0k9tcKBoCMrM8NgSM46tAnx49yQlg=\n" \
    "-----END EC PRIVATE KEY-----\n"

#define P384_KEY \
    "-----BEGIN PRIVATE KEY-----\n" \
    "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCo8B6COSVEPqvAZmHz\n" \
    "b5JGIIbawc/7+c9bOevil5s9wrcpOIm0Mgf7cYUQ03OXac2hZANiAAQkIwy7l+rl\n" \
    "DX2sCJ8FABzo4C4pZiNRXnosEB094Ur6Hg80tRSRaYtRiH1x2Xm5FqfjEHbcsMdC\n" \
    "SZssUMF5L6POoOubb0Fj4vzX5OjlON8lch+dXXSbFtajuwWaregUajs=\n" \
    "-----END PRIVATE KEY-----\n"

#define P521_KEY \
    "-----BEGIN PRIVATE KEY-----\n" \
    "MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIANJnpRM/P1Nj9kLRD\n" \
    "R/L6zsQDQp1JWxDHmHX0TXeAsVt9+KA+6KVPdQcT1y3ZIEvAAq2wh7ZuMXen8j6H\n" \
    "sF9G4f2hgYkDgYYABAGdPgx64cU17NIHv4h+KlrXRUZYcjktAN9WLSgO3bjqEiO4\n" \
    "POTCUX1hgoNuD1ihRgRy89NhDCgfvq8m5xXehB9njwBE0mRyHAPGswSksgLeYqqT\n" \
    "PadfaRRM5QJWgG1XYYdeGcXlifjWvAQ7Y/R9VEiglPG8cYXa2c4QRJuQ4tnpl3lc\n" \
    "gQ==\n" \
    "-----END PRIVATE KEY-----\n"

/* Ed25519. */
#define ED_KEY \
    "-----BEGIN PRIVATE KEY-----\n" \
    "MC4CAQAwBQYDK2VwBCIEIFNIcVFApoVSbPjUdkvzAstLikW8zga1Iq4TfFsA7Sky\n" \
    "-----END PRIVATE KEY-----\n"

/* PKCS #8. */
#define RSA_KEY \
    "-----BEGIN PRIVATE KEY-----\n" \
    "MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBALjJA0SVGfGbaCqN\n" \
    "pHVj4jQEaI12ekiZR2FI7foKcqtoJgjwjbiFUyot2i+24cGOPsqRt/6BH5FR910L\n" \
    "ZItyvEYoh8GvmgGH5JHzITqPBp+l408S7ez6bvanYov1mMYRGvhPuQHlaC6aGh6q\n" \
    "l45NtDAFcnpTAfTShYQZBgcsb3u3AgMBAAECgYBNZ77bss2sXNo0wSK8Hfw6qAIY\n" \
    "CCJPWQ4Cnac6j7fbP4R3SDVFr2vYBl8Yj7Zf+zMobgQyM2rC2CATtNsIYyakUsv6\n" \
    "H4jOlF0MncCczxmpCt8dLh7yO+1U5V1JkUxP9D2TTD9S9Rv/H3yYmxFbFODkf1tk\n" \
    "ZpFT1HPLuDOuXrSNAQJBANnWQJVXyuySkbO9rh+pj6UIzIrhATTv5tsakvyA+wp1\n" \
    "oSwzHddVEBzkqSVh1tb2yA5KJcPQMgZRueXr4xcmIYECQQDZKG1Y7szEHIgMwtq9\n" \
    "baQd+8WTgn84UcfxMBniiWzuZ7mTTj8ZuzzkvOd8ElhuJtmbdMw8tSzCkE+o0Una\n" \
    "8Mk3AkEAqEEwySlyd6AOIkLUB2i0pshRFMQOZpEWQw4Xkikdvkp1HuqslfIB7A9C\n" \
    "Brm3c3pRs5fZ65EX0oG1kL3OPccaAQJBAJ/3dN1/Q93vOpVT8Lh8DNp9fiTUi4zc\n" \
    "SZI1IcxL+a+BPyXxDPCSih/hvBAcn4G9Iq2uk0jhGXDVx6iPS315xG8CQGjPD3vV\n" \
    "0B6CBk1Zz1FfAI2zGBDHqEYqNBqJPY8g6Gyt09janywup2BOBBuKOnE1+pNRZKnT\n" \
    "ZLdchClH7SafHuQ=\n" \
    "-----END PRIVATE KEY-----\n"

/* PKCS #1. */
#define RSA_PKCS1 \
    "-----BEGIN RSA PRIVATE KEY-----\n" \
    "MIICXQIBAAKBgQC4yQNElRnxm2gqjaR1Y+I0BGiNdnpImUdhSO36CnKraCYI8I24\n" \
    "hVMqLdovtuHBjj7Kkbf+gR+RUfddC2SLcrxGKIfBr5oBh+SR8yE6jwafpeNPEu3s\n" \
    "+m72p2KL9ZjGERr4T7kB5WgumhoeqpeOTbQwBXJ6UwH00oWEGQYHLG97twIDAQAB\n" \
    "AoGATWe+27LNrFzaNMEivB38OqgCGAgiT1kOAp2nOo+32z+Ed0g1Ra9r2AZfGI+2\n" \
    "X/szKG4EMjNqwtggE7TbCGMmpFLL+h+IzpRdDJ3AnM8ZqQrfHS4e8jvtVOVdSZFM\n" \
    "T/Q9k0w/UvUb/x98mJsRWxTg5H9bZGaRU9Rzy7gzrl60jQECQQDZ1kCVV8rskpGz\n" \
    "va4fqY+lCMyK4QE07+bbGpL8gPsKdaEsMx3XVRAc5KklYdbW9sgOSiXD0DIGUbnl\n" \
    "6+MXJiGBAkEA2ShtWO7MxByIDMLavW2kHfvFk4J/OFHH8TAZ4ols7me5k04/Gbs8\n" \
    "5LznfBJYbibZm3TMPLUswpBPqNFJ2vDJNwJBAKhBMMkpcnegDiJC1AdotKbIURTE\n" \
    "DmaRFkMOF5IpHb5KdR7qrJXyAewPQga5t3N6UbOX2euRF9KBtZC9zj3HGgECQQCf\n" \
    "93Tdf0Pd7zqVU/C4fAzafX4k1IuM3EmSNSHMS/mvgT8l8Qzwkoof4bwQHJ+BvSKt\n" \
    "rpNI4Rlw1ceoj0t9ecRvAkBozw971dAeggZNWc9RXwCNsxgQx6hGKjQaiT2PIOhs\n" \
    "rdPY2p8sLqdgTgQbijpxNfqTUWSp02S3XIQpR+0mnx7k\n" \
    "-----END RSA PRIVATE KEY-----\n"

/* The number that is the key of EC_CERT, and what openssl x509 -fingerprint -sha256 says of the certificate. */
#define EC_SECRET \
    "\x72\xb3\x44\x1f\x9e\xe8\x13\x6b\x4f\xa2\x5e\xee\xa2\x4b\x55\x2e" \
    "\x81\x01\x0b\x20\x05\x0d\x51\x49\x1b\xfe\x2e\x0f\xfd\x8b\x58\x3d"
#define EC_DIGEST \
    "\xfc\xe9\x91\xa0\x14\x98\x22\x72\xff\x8e\xc0\x3c\x95\x04\x8d\xfa" \
    "\x14\x36\x84\x39\xa8\x53\xe1\x02\x3c\xe3\x1e\xb3\x5f\x8b\x29\x05"

#endif
