package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

  @TempDir private static Path folder;
  private static String data;

  @TempDir private Path own;

  @BeforeAll
  static void write() throws IOException {
    data =
        IdxFolder.write(folder.resolve("digits"), Mnist.train(1_200), Mnist.test(300)).toString();
  }

  @Test
  void shouldMakeAPairAndShowItsId() {
    Ran made = Ran.inkstream("keys", "generate", "--out", "" + own, "release");

    assertThat(made.err()).isEmpty();
    assertThat(made.exitCode()).isZero();
    String id = id(made);
    assertThat(made.out())
        .isEqualTo(
            "key        %s%nprivate    %s%npublic     %s%n"
                .formatted(id, own.resolve("release.key"), own.resolve("release.pub")));
    assertThat(Ran.inkstream("keys", "show", own + "/release.pub").out()).isEqualTo(id + "\n");
    assertThat(Ran.inkstream("keys", "show", own + "/release.key").out()).isEqualTo(id + "\n");
  }

  @Test
  void shouldSayInOneLineWhatIsWrongWithAKey() throws IOException {
    assertThat(Ran.inkstream("keys", "generate", "--out", "" + own).exitCode()).isZero();

    assertFailure(
        1,
        own.resolve("inkstream.pub") + " exists; keys are never replaced",
        "keys",
        "generate",
        "--out",
        "" + own);
    assertFailure(1, "no file " + own.resolve("x.pub"), "keys", "show", own + "/x.pub");
    assertFailure(
        1, "--out: no directory " + own.resolve("x"), "keys", "generate", "--out", own + "/x");
    assertFailure(
        2,
        "NAME: '../x' is not letters, digits, '.', '_' or '-' (see ./inkstream keys generate"
            + " --help)",
        "keys",
        "generate",
        "../x");
    assertFailure(2, "keys: say generate or show (see ./inkstream keys --help)", "keys");
    Path garbage = Files.writeString(own.resolve("g.key"), "secret?");
    assertFailure(
        1,
        "--sign-key: " + garbage + " holds no PEM block 'PRIVATE KEY'",
        "train",
        "--data",
        "nothing to be read",
        "--out",
        own + "/b",
        "--sign-key",
        "" + garbage);
  }

  @Test
  void shouldSignWhatItTrainsAndSayThatANewProfileIsNotSigned() throws Exception {
    String id = id(Ran.inkstream("keys", "generate", "--out", "" + own, "a"));
    Path bundle = own.resolve("signed.bundle");
    Path profiled = own.resolve("profiled.bundle");
    Path again = own.resolve("again.bundle");
    String key = own + "/a.key";

    Ran trained =
        Ran.inkstream(
            "train",
            "--data",
            data,
            "--model",
            "softmax",
            "--quick",
            "--out",
            "" + bundle,
            "--sign-key",
            key);
    Ran reprofiled = Ran.inkstream("profile", "" + bundle, "--data", data, "--out", "" + profiled);
    Ran signed =
        Ran.inkstream(
            "profile", "" + bundle, "--data", data, "--out", "" + again, "--sign-key", key);

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(signedBy(bundle)).containsExactly(id);
    assertThat(reprofiled.exitCode()).as(reprofiled.err()).isZero();
    assertThat(reprofiled.err())
        .contains(
            "inkstream: the new bundle is not signed: the signatures by "
                + id
                + " are of the bundle before\n");
    assertThat(signedBy(profiled)).isEmpty();
    assertThat(signed.err()).doesNotContain("not signed");
    assertThat(signedBy(again)).containsExactly(id);
  }

  private static java.util.List<String> signedBy(Path file) throws IOException, RefusedException {
    return BundleFile.signedBy(Files.readAllBytes(file));
  }

  private static String id(Ran generated) {
    assertThat(generated.out()).containsPattern("^key        [0-9a-f]{16}\\R");
    return generated.out().substring(11, 27);
  }

  private static void assertFailure(int code, String message, String... arguments) {
    Ran ran = Ran.inkstream(arguments);

    assertThat(ran.err()).isEqualTo("inkstream: " + message + "\n");
    assertThat(ran.exitCode()).isEqualTo(code);
  }
}
