#pragma once
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <string.h>

/// Builds the P-256 key pair of a private key of 32 bytes, or returns NULL. The caller frees it with EVP_PKEY_free.
///
/// In C because EVP_PKEY_KEYPAIR and the OSSL_PARAM macros do not import into Swift.
static inline EVP_PKEY *_Nullable clibcrypto_p256_key_pair(const unsigned char *_Nonnull private_key) {
  EVP_PKEY *key = NULL;
  EVP_PKEY_CTX *context = NULL;
  OSSL_PARAM_BLD *builder = NULL;
  OSSL_PARAM *parameters = NULL;
  EC_POINT *point = NULL;
  unsigned char public_key[65];
  EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
  BIGNUM *scalar = BN_secure_new();

  // EVP_PKEY_fromdata does not derive the public key, and the private scalar must not leak through timing.
  if (!group || !scalar || !BN_bin2bn(private_key, 32, scalar)) goto done;
  BN_set_flags(scalar, BN_FLG_CONSTTIME);
  if (!(point = EC_POINT_new(group)) || !EC_POINT_mul(group, point, scalar, NULL, NULL, NULL)) goto done;
  if (EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, public_key, sizeof public_key, NULL)
      != sizeof public_key) goto done;

  if (!(builder = OSSL_PARAM_BLD_new())
      || !OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0)
      || !OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, public_key, sizeof public_key)
      || !OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, scalar)
      || !(parameters = OSSL_PARAM_BLD_to_param(builder))) goto done;
  if (!(context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL)) || EVP_PKEY_fromdata_init(context) <= 0
      || EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters) <= 0) key = NULL;

done:
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(parameters);
  OSSL_PARAM_BLD_free(builder);
  EC_POINT_free(point);
  EC_GROUP_free(group);
  BN_clear_free(scalar);
  return key;
}

/// Writes the uncompressed public point (04 X Y, 65 bytes) of a P-256 key; returns 1 on success.
///
/// In C because the parameter's name is a macro that does not import.
static inline int clibcrypto_p256_public_point(const EVP_PKEY *_Nonnull key, unsigned char *_Nonnull point) {
  size_t length = 0;
  return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, 65, &length) && length == 65;
}

/// Reads an unencrypted P-256 key pair in PEM, or returns NULL. The caller frees it with EVP_PKEY_free.
///
/// In C because BIO_new_mem_buf wants its text to stay where it is.
static inline EVP_PKEY *_Nullable clibcrypto_p256_read_pem(const char *_Nonnull pem) {
  char group[32] = "";
  BIO *text = BIO_new_mem_buf(pem, -1);
  // With a password given, be it an empty one, OpenSSL does not ask the terminal for it.
  EVP_PKEY *key = text ? PEM_read_bio_PrivateKey(text, NULL, NULL, (void *)"") : NULL;
  BIO_free(text);
  if (key && EVP_PKEY_get_group_name(key, group, sizeof group, NULL) && !strcmp(group, SN_X9_62_prime256v1)) return key;
  EVP_PKEY_free(key);
  return NULL;
}

/// Writes the two integers of a DER-encoded P-256 signature, 32 bytes each; returns 1 on success.
///
/// In C because a pointer to a pointer that moves is awkward in Swift.
static inline int clibcrypto_p256_signature_pair(
    const unsigned char *_Nonnull der, long length, unsigned char *_Nonnull pair) {
  ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, length);
  int done = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature), pair, 32) == 32
      && BN_bn2binpad(ECDSA_SIG_get0_s(signature), pair + 32, 32) == 32;
  ECDSA_SIG_free(signature);
  return done;
}
