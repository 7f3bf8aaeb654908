package org.inkstream.model.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningTest {

  private static final byte[] MESSAGE = "a manifest".getBytes(UTF_8);
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;

  /** RFC 8032, section 7.1, test 1, wrapped as RFC 8410 has it. */
  @Test
  void shouldSignAsTheStandardSays() throws Exception {
    pem(
        "rfc.key",
        "PRIVATE KEY",
        "302e020100300506032b657004220420"
            + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    pem(
        "rfc.pub",
        "PUBLIC KEY",
        "302a300506032b6570032100"
            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    SigningKey key = KeyFiles.signingKey(folder.resolve("rfc.key"));
    DetachedSignature signature = key.sign(new byte[0]);

    assertThat(HexFormat.of().formatHex(signature.signature()))
        .isEqualTo(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    // sha256sum of the 44 bytes of the public key.
    assertThat(key.id()).isEqualTo("06e3fd8fda29bb60");
    assertThat(TrustedKeys.read(folder).verify(new byte[0], List.of(signature)))
        .isEqualTo(new Verdict.Trusted(List.of(key.id())));
  }

  @Test
  void shouldWriteAPairThatOnlyItsOwnerCanSignWith() throws Exception {
    String id = KeyFiles.generate(folder, "release", RANDOM);

    assertThat(Files.readString(folder.resolve("release.key")))
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .endsWith("\n-----END PRIVATE KEY-----\n");
    assertThat(Files.readString(folder.resolve("release.pub")))
        .startsWith("-----BEGIN PUBLIC KEY-----\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("release.key"))))
        .isEqualTo("rw-------");
    assertThat(KeyFiles.signingKey(folder.resolve("release.key")).id()).isEqualTo(id);
    assertThat(KeyFiles.id(KeyFiles.publicKey(folder.resolve("release.pub")))).isEqualTo(id);
    assertThat(TrustedKeys.read(folder).ids()).containsExactly(id);
  }

  @Test
  void shouldNeverReplaceAKey() throws Exception {
    KeyFiles.generate(folder, "a", RANDOM);
    byte[] secret = Files.readAllBytes(folder.resolve("a.key"));
    assertThat(failure(() -> KeyFiles.generate(folder, "a", RANDOM)))
        .isEqualTo(folder.resolve("a.pub") + " exists; keys are never replaced");
    Files.delete(folder.resolve("a.pub"));

    assertThat(failure(() -> KeyFiles.generate(folder, "a", RANDOM)))
        .isEqualTo(folder.resolve("a.key") + " exists; keys are never replaced");

    assertThat(folder.resolve("a.key")).hasBinaryContent(secret);
    assertThat(folder.toFile().list()).containsExactly("a.key");
  }

  @Test
  void shouldTrustTheOldAndTheNewKeyWhileOneIsRotated() throws Exception {
    KeyFiles.generate(folder, "old", RANDOM);
    KeyFiles.generate(folder, "new", RANDOM);
    DetachedSignature old = KeyFiles.signingKey(folder.resolve("old.key")).sign(MESSAGE);
    DetachedSignature fresh = KeyFiles.signingKey(folder.resolve("new.key")).sign(MESSAGE);

    TrustedKeys both = TrustedKeys.read(folder);
    assertThat(both.verify(MESSAGE, List.of(old))).isEqualTo(trusted(old));
    assertThat(both.verify(MESSAGE, List.of(fresh))).isEqualTo(trusted(fresh));
    Files.delete(folder.resolve("old.pub"));

    TrustedKeys one = TrustedKeys.read(folder);
    assertThat(one.verify(MESSAGE, List.of(old)))
        .isEqualTo(new Verdict.UntrustedKeys(List.of(old.keyId())));
    assertThat(one.verify(MESSAGE, List.of(old, fresh))).isEqualTo(trusted(fresh));
  }

  @Test
  void shouldTellWhatASignatureIsWorth() throws Exception {
    KeyFiles.generate(folder, "a", RANDOM);
    DetachedSignature right = KeyFiles.signingKey(folder.resolve("a.key")).sign(MESSAGE);
    TrustedKeys keys = TrustedKeys.read(folder);

    assertThat(keys.verify(MESSAGE, List.of())).isEqualTo(new Verdict.Unsigned());
    assertThat(keys.verify("another".getBytes(UTF_8), List.of(right)))
        .isEqualTo(new Verdict.Wrong(List.of(right.keyId())));
    for (int bit = 0; bit < 512; bit++) {
      byte[] flipped = right.signature();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(keys.verify(MESSAGE, List.of(new DetachedSignature(right.keyId(), flipped))))
          .as("bit %d", bit)
          .isEqualTo(new Verdict.Wrong(List.of(right.keyId())));
    }
  }

  @Test
  void shouldNameEveryFileThatIsNoKey() throws Exception {
    KeyFiles.generate(folder, "good", RANDOM);
    Files.writeString(folder.resolve("empty.pub"), "");
    Files.copy(folder.resolve("good.key"), folder.resolve("secret.pub"));
    // A key of X25519, which cannot sign: RFC 8410's example of its identifier.
    pem("other.pub", "PUBLIC KEY", "302a300506032b656e032100" + "01".repeat(32));
    Files.writeString(folder.resolve("README"), "not looked at");

    assertThat(failure(() -> TrustedKeys.read(folder)))
        .contains("empty.pub holds no PEM block")
        .contains("secret.pub holds no PEM block")
        .contains("other.pub holds no public key of Ed25519")
        .doesNotContain("good.pub", "README", "\n");
  }

  @Test
  void shouldRefuseAFolderWithoutKeys() {
    assertThat(failure(() -> TrustedKeys.read(folder))).isEqualTo("no file *.pub in " + folder);
    assertThat(failure(() -> TrustedKeys.read(folder.resolve("nosuch"))))
        .startsWith("cannot list " + folder.resolve("nosuch"));
  }

  @Test
  void shouldRefuseKeysThatAreNoPair() throws Exception {
    KeyFiles.generate(folder, "a", RANDOM);
    KeyFiles.generate(folder, "b", RANDOM);
    Files.delete(folder.resolve("a.pub"));
    assertThat(failure(() -> KeyFiles.signingKey(folder.resolve("a.key"))))
        .isEqualTo("no file " + folder.resolve("a.pub"));
    Files.copy(folder.resolve("b.pub"), folder.resolve("a.pub"));

    assertThat(failure(() -> KeyFiles.signingKey(folder.resolve("a.key"))))
        .endsWith("are not a pair");
    assertThat(failure(() -> KeyFiles.signingKey(folder.resolve("a.pub"))))
        .endsWith("a.pub is not named NAME.key");
  }

  private static Verdict trusted(DetachedSignature signature) {
    return new Verdict.Trusted(List.of(signature.keyId()));
  }

  private void pem(String file, String label, String hex) throws Exception {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                label, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)), label));
  }

  private interface Action {
    void run() throws Exception;
  }

  private static String failure(Action action) {
    return assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(action::run)
        .actual()
        .getMessage();
  }
}
