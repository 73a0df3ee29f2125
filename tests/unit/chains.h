/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small public key infrastructure, P-256 throughout, for the tests of verification.
 *
 *     root_a        2020 to 2040; root_a_old is the same with the same key, 2010 to 2021, root_a_twin has another key
 *     root_b        2010 to 2029; cross is root_a's name and key, signed by it, 2015 to 2029
 *     middle        signed by root_a, 2022 to 2035; middle_old is the same with the same key, 2015 to 2023
 *     leaf          signed by middle, for api.example.test, 2025 to 2034; self_signed is no authority, and alone
 *
 * All begin and end with the year, in UTC.
 */
#ifndef ZIMPORT_TESTS_UNIT_CHAINS_H
#define ZIMPORT_TESTS_UNIT_CHAINS_H

static const char root_a[] = "-----BEGIN CERTIFICATE-----\n"
                             "MIIBYjCCAQmgAwIBAgIUREII1C9xyUqJtxSNKRSq08F8VEAwCgYIKoZIzj0EAwIw\n"
                             "ETEPMA0GA1UEAwwGUm9vdCBBMB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAw\n"
                             "MFowETEPMA0GA1UEAwwGUm9vdCBBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
                             "r8Y8wBvVRU36+Rj6aA+g0BeIKJqw83g7Cg6W8RW35HItSHIiiTBmd3xreL9ffB0D\n"
                             "993FCiGjMQeP2AK3Y1umS6M/MD0wDwYDVR0TAQH/BAUwAwEB/zALBgNVHQ8EBAMC\n"
                             "AgQwHQYDVR0OBBYEFK4Tye5em/5Ene91K+YhDHfjV2b0MAoGCCqGSM49BAMCA0cA\n"
                             "MEQCICs46NbLycCmbh7UX5597mD/AsA8z+pHhCc1LSpDRuYIAiB7pwUPj5E1AaDb\n"
                             "eUfyI1KdX3w1sMvkq9Z7B6rNjAfbQw==\n"
                             "-----END CERTIFICATE-----\n";

static const char root_a_old[] = "-----BEGIN CERTIFICATE-----\n"
                                 "MIIBZDCCAQmgAwIBAgIUbAzlDoFfnUj/JjFSGDcOWoNzuDUwCgYIKoZIzj0EAwIw\n"
                                 "ETEPMA0GA1UEAwwGUm9vdCBBMB4XDTEwMDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAw\n"
                                 "MFowETEPMA0GA1UEAwwGUm9vdCBBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
                                 "r8Y8wBvVRU36+Rj6aA+g0BeIKJqw83g7Cg6W8RW35HItSHIiiTBmd3xreL9ffB0D\n"
                                 "993FCiGjMQeP2AK3Y1umS6M/MD0wDwYDVR0TAQH/BAUwAwEB/zALBgNVHQ8EBAMC\n"
                                 "AgQwHQYDVR0OBBYEFK4Tye5em/5Ene91K+YhDHfjV2b0MAoGCCqGSM49BAMCA0kA\n"
                                 "MEYCIQDy3pOw9Q2AOwu6xeX6tUvxJSRMWUzI4/cimAoQ3Ao78AIhAO4KFP7qUaCd\n"
                                 "rcoNLveGbzxp/7xbFBn1cF3ywQWxfLjr\n"
                                 "-----END CERTIFICATE-----\n";

static const char root_a_twin[] = "-----BEGIN CERTIFICATE-----\n"
                                  "MIIBYjCCAQmgAwIBAgIUOfJKy9SGYBsW66JGtaTU5YqWNLYwCgYIKoZIzj0EAwIw\n"
                                  "ETEPMA0GA1UEAwwGUm9vdCBBMB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAw\n"
                                  "MFowETEPMA0GA1UEAwwGUm9vdCBBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
                                  "9yOgDVzlRmDdqja7EZ5hDxTTLGIr9AkXB5XREu2JHFvO+FH7fSQSqr4hzgQZYRLH\n"
                                  "HiihR7rM+XDd6yQ7MxuaIqM/MD0wDwYDVR0TAQH/BAUwAwEB/zALBgNVHQ8EBAMC\n"
                                  "AgQwHQYDVR0OBBYEFHKFqZuq8/uOWwGvJ2N4juOvfAOTMAoGCCqGSM49BAMCA0cA\n"
                                  "MEQCIBA0J3RfsVgougsrho50mDCvqLFncfpukF0hjo6r6DPiAiBDGq9uvFlEpgFm\n"
                                  "mMmYl42yXNSlxzVSvErl6AT4kFJRNQ==\n"
                                  "-----END CERTIFICATE-----\n";

static const char root_b[] = "-----BEGIN CERTIFICATE-----\n"
                             "MIIBYjCCAQmgAwIBAgIUXyCoq/tM+GfV0dJUR/xN7Pgh8fwwCgYIKoZIzj0EAwIw\n"
                             "ETEPMA0GA1UEAwwGUm9vdCBCMB4XDTEwMDEwMTAwMDAwMFoXDTI5MDEwMTAwMDAw\n"
                             "MFowETEPMA0GA1UEAwwGUm9vdCBCMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
                             "2DedvRfbm0h4jCCMOtQrgiV/0T56/n0/+1W+1LAIRqJmZMU/EKlRA5bKqXKbPhTl\n"
                             "zKWsCLZyeSfvojAxHHs3AaM/MD0wDwYDVR0TAQH/BAUwAwEB/zALBgNVHQ8EBAMC\n"
                             "AgQwHQYDVR0OBBYEFFRgV5iqLY5TTS5RudPteZwKPo+nMAoGCCqGSM49BAMCA0cA\n"
                             "MEQCID4rsVpFB4zFPgnBrDzH3m50yH1rUailot63qyrV+dXYAiAsk5FkV+vWzvVD\n"
                             "pF/levSqEvOU+vEJx3dU5UBjVplukw==\n"
                             "-----END CERTIFICATE-----\n";

static const char cross[] = "-----BEGIN CERTIFICATE-----\n"
                            "MIIBgzCCASqgAwIBAgIUK1+tBuZucAl5fal2CXN/dmnruD8wCgYIKoZIzj0EAwIw\n"
                            "ETEPMA0GA1UEAwwGUm9vdCBCMB4XDTE1MDEwMTAwMDAwMFoXDTI5MDEwMTAwMDAw\n"
                            "MFowETEPMA0GA1UEAwwGUm9vdCBBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
                            "r8Y8wBvVRU36+Rj6aA+g0BeIKJqw83g7Cg6W8RW35HItSHIiiTBmd3xreL9ffB0D\n"
                            "993FCiGjMQeP2AK3Y1umS6NgMF4wDwYDVR0TAQH/BAUwAwEB/zALBgNVHQ8EBAMC\n"
                            "AgQwHQYDVR0OBBYEFK4Tye5em/5Ene91K+YhDHfjV2b0MB8GA1UdIwQYMBaAFFRg\n"
                            "V5iqLY5TTS5RudPteZwKPo+nMAoGCCqGSM49BAMCA0cAMEQCIG6uWUPuVXcHthi0\n"
                            "OXd93jygm5kIqqarLTxV20dCUFWGAiAc6jcyYrp6bs556XTYVYx4AIc/v2C0IpUH\n"
                            "ZASPT2jYIA==\n"
                            "-----END CERTIFICATE-----\n";

static const char middle[] = "-----BEGIN CERTIFICATE-----\n"
                             "MIIBhDCCASqgAwIBAgIUIchbex9m722UCC7FClz1/rghK9cwCgYIKoZIzj0EAwIw\n"
                             "ETEPMA0GA1UEAwwGUm9vdCBBMB4XDTIyMDEwMTAwMDAwMFoXDTM1MDEwMTAwMDAw\n"
                             "MFowETEPMA0GA1UEAwwGTWlkZGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
                             "KIsl/oDx4N1PWu95QvZLiIZGn690z7dhciTa4HLNc+wBFQuQl+crq+t22TQRYd+u\n"
                             "TkvjzMvID3toMh5Av+b5jqNgMF4wDwYDVR0TAQH/BAUwAwEB/zALBgNVHQ8EBAMC\n"
                             "AgQwHQYDVR0OBBYEFFHE7n7jvFe/QMsqFhgxZVIUptdtMB8GA1UdIwQYMBaAFK4T\n"
                             "ye5em/5Ene91K+YhDHfjV2b0MAoGCCqGSM49BAMCA0gAMEUCICg4xoKmwV2LA9fs\n"
                             "iN6G0aD+1M0/LQm9wnGu8Z8/V6pjAiEA7EMLpxa1TPp6BLGhEMNAD+af2a5DfdM8\n"
                             "eTCt+e/UJAQ=\n"
                             "-----END CERTIFICATE-----\n";

static const char middle_old[] = "-----BEGIN CERTIFICATE-----\n"
                                 "MIIBgzCCASqgAwIBAgIUaFeo6/Joh3MRWJjCuP/Q6VpISEIwCgYIKoZIzj0EAwIw\n"
                                 "ETEPMA0GA1UEAwwGUm9vdCBBMB4XDTE1MDEwMTAwMDAwMFoXDTIzMDEwMTAwMDAw\n"
                                 "MFowETEPMA0GA1UEAwwGTWlkZGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
                                 "KIsl/oDx4N1PWu95QvZLiIZGn690z7dhciTa4HLNc+wBFQuQl+crq+t22TQRYd+u\n"
                                 "TkvjzMvID3toMh5Av+b5jqNgMF4wDwYDVR0TAQH/BAUwAwEB/zALBgNVHQ8EBAMC\n"
                                 "AgQwHQYDVR0OBBYEFFHE7n7jvFe/QMsqFhgxZVIUptdtMB8GA1UdIwQYMBaAFK4T\n"
                                 "ye5em/5Ene91K+YhDHfjV2b0MAoGCCqGSM49BAMCA0cAMEQCICNgokyK9HyptO/A\n"
                                 "YTM96wbVqBlh1BS9d4m4IVWVusHBAiBlBtM+dVHnWVX7nw4ry0qiXgP+Z7xgloju\n"
                                 "r+WsJLrr8g==\n"
                                 "-----END CERTIFICATE-----\n";

static const char leaf[] = "-----BEGIN CERTIFICATE-----\n"
                           "MIIBlTCCATygAwIBAgIUZkSZ34pqFKWuaRJR9v3kqM5LH7MwCgYIKoZIzj0EAwIw\n"
                           "ETEPMA0GA1UEAwwGTWlkZGxlMB4XDTI1MDEwMTAwMDAwMFoXDTM0MDEwMTAwMDAw\n"
                           "MFowDzENMAsGA1UEAwwETGVhZjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABID1\n"
                           "NFBC2FDFZvO20zOoVKLiyxQmAGejEITQL9reLSELfzkDwNvPAs8m3jJk3w+JE7s3\n"
                           "vukRIsmFmvLX1UK9g8ajdDByMBsGA1UdEQQUMBKCEGFwaS5leGFtcGxlLnRlc3Qw\n"
                           "EwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFNgUFyrcXsZc71ss/whdf2j2\n"
                           "Ov63MB8GA1UdIwQYMBaAFFHE7n7jvFe/QMsqFhgxZVIUptdtMAoGCCqGSM49BAMC\n"
                           "A0cAMEQCICMAqFEAKQJ+JTjJp7Bb1/1Hn8BdZVud1LkbPTXxGM5SAiBEm+N4xVUm\n"
                           "HCvXjOBYfzO87IC0NuKre3KGtptrh4L0Kw==\n"
                           "-----END CERTIFICATE-----\n";

static const char self_signed[] = "-----BEGIN CERTIFICATE-----\n"
                                  "MIIBXjCCAQSgAwIBAgIUUUHvOTHs8w/55kanaUjdm0+TBNgwCgYIKoZIzj0EAwIw\n"
                                  "DzENMAsGA1UEAwwEU2VsZjAeFw0yNTAxMDEwMDAwMDBaFw0zNDAxMDEwMDAwMDBa\n"
                                  "MA8xDTALBgNVBAMMBFNlbGYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASA9TRQ\n"
                                  "QthQxWbzttMzqFSi4ssUJgBnoxCE0C/a3i0hC385A8DbzwLPJt4yZN8PiRO7N77p\n"
                                  "ESLJhZry19VCvYPGoz4wPDAbBgNVHREEFDASghBhcGkuZXhhbXBsZS50ZXN0MB0G\n"
                                  "A1UdDgQWBBTYFBcq3F7GXO9bLP8IXX9o9jr+tzAKBggqhkjOPQQDAgNIADBFAiB0\n"
                                  "n61iT/Nu2HkVBJwqP7ZIgU3oLUuO3Mq9/AMQpuCs1AIhAKTNlAesffaQIS1xUCS1\n"
                                  "PvHko1X/z7HB9rh+WliIhGAO\n"
                                  "-----END CERTIFICATE-----\n";

#endif
