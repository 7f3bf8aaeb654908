package org.inkstream.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher as it is in a container image: without sources, with a limit of memory. Java is a
 * script that prints its locale and what it is started with.
 */
class LauncherTest {

  private static final long MIB = 1 << 20;

  @TempDir private Path folder;
  private Path home;
  private Path java;
  private Path cgroup;

  /** How the launcher ended. */
  private record Ran(int exitCode, List<String> out, List<String> err) {}

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(folder.toRealPath().resolve("home"));
    Files.copy(Path.of("../inkstream"), home.resolve("inkstream"));
    Files.createDirectories(home.resolve("streams-app/app"));
    java = folder.resolve("jdk");
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.writeString(
        java.resolve("bin/java"),
        "#!/bin/sh\necho \"LC_ALL=${LC_ALL-}\"\nfor argument; do echo \"$argument\"; done\n");
    Files.setPosixFilePermissions(
        java.resolve("bin/java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    cgroup = Files.createDirectory(folder.resolve("cgroup"));
  }

  // What is left of the limit after the larger of 300 MiB and a fifth of it, in the proportion of
  // the defaults, 512 to 400 for serve and 256 to 400 for what is short; rounded down, the heap
  // first. Worked out by hand.
  @ParameterizedTest
  @CsvSource({
    "serve, 428, 71, 57",
    "serve, 1024, 406, 318",
    "serve, 1500, 673, 527",
    "serve, 4096, 1839, 1438",
    "topics, 512, 82, 130",
    "produce, 1024, 406, 318"
  })
  void shouldFitIntoTheLimitOfEitherVersionOfCgroups(
      String command, long limit, int heap, int nativeMemory) throws Exception {
    Files.writeString(cgroup.resolve("memory.max"), limit * MIB + "\n");
    Ran second = run(command);
    Files.delete(cgroup.resolve("memory.max"));
    Files.createDirectory(cgroup.resolve("memory"));
    Files.writeString(cgroup.resolve("memory/memory.limit_in_bytes"), limit * MIB + "\n");

    assertThat(second.out())
        .contains("-Xmx" + heap + "m", "-Dorg.bytedeco.javacpp.maxbytes=" + nativeMemory + "m")
        .last()
        .isEqualTo(command);
    assertThat(run(command)).isEqualTo(second);
  }

  @Test
  void shouldKeepItsDefaultsWithoutALimit() throws Exception {
    Ran none = run("serve");
    Files.writeString(cgroup.resolve("memory.max"), "max\n");
    Ran second = run("serve");
    Files.delete(cgroup.resolve("memory.max"));
    Files.createDirectory(cgroup.resolve("memory"));
    Files.writeString(cgroup.resolve("memory/memory.limit_in_bytes"), "9223372036854771712\n");

    assertThat(none.out()).contains("-Xmx512m", "-Dorg.bytedeco.javacpp.maxbytes=400m");
    assertThat(second).isEqualTo(none);
    assertThat(run("serve")).isEqualTo(none);
  }

  @Test
  void shouldSayThatALimitIsTooSmall() throws Exception {
    Files.writeString(cgroup.resolve("memory.max"), 427 * MIB + "\n");

    assertThat(run("serve"))
        .isEqualTo(
            new Ran(
                1,
                List.of(),
                List.of(
                    "inkstream: the container's memory limit of 427 MiB is too small; 'serve' needs"
                        + " at least 428")));
  }

  @Test
  void shouldLetOptionsOfTheEnvironmentWin() throws Exception {
    ProcessBuilder builder = launcher("serve");
    builder.environment().put("INKSTREAM_JAVA_OPTS", "-Xmx1g -Da=*");

    List<String> out = run(builder).out();

    assertThat(out.indexOf("-Xmx1g")).isGreaterThan(out.indexOf("-Xmx512m"));
    assertThat(out).contains("-Da=*");
  }

  @Test
  void shouldWriteWhereItIsToldToOnly() throws Exception {
    ProcessBuilder builder = launcher("serve");
    builder.environment().put("TMPDIR", "/var/lib/ink stream");

    assertThat(run(builder).out())
        .contains(
            "-Djava.io.tmpdir=/var/lib/ink stream",
            "-Dorg.bytedeco.javacpp.cachedir=/var/lib/ink stream/javacpp");
  }

  @ParameterizedTest
  @CsvSource({
    ", , , C.UTF-8",
    ", , C, C.UTF-8",
    ", POSIX, ru_RU.UTF-8, C.UTF-8",
    "C, ru_RU.UTF-8, , C.UTF-8",
    ", , ru_RU.UTF-8, ''",
    ", de_DE.UTF-8, C, ''",
    "el_GR.UTF-8, C, C, el_GR.UTF-8",
    "none.UTF-8, C, C, C.UTF-8",
    ", , none.UTF-8, C.UTF-8"
  })
  @EnabledOnOs(OS.LINUX)
  void shouldReadNamesOfFilesAsUtf8WithoutALocale(
      String all, String characters, String lang, String expected) throws Exception {
    ProcessBuilder builder = launcher("serve");
    builder.environment().keySet().removeAll(Set.of("LC_ALL", "LC_CTYPE", "LANG"));
    put(builder, "LC_ALL", all);
    put(builder, "LC_CTYPE", characters);
    put(builder, "LANG", lang);
    // Which locales are installed differs from machine to machine.
    Path programs = Files.createDirectory(home.resolve("programs"));
    Path locale = programs.resolve("locale");
    Files.writeString(
        locale,
        "#!/bin/sh\ncase ${LC_ALL:-${LC_CTYPE:-$LANG}} in none*) echo ANSI_X3.4-1968 ;; *) echo UTF-8"
            + " ;; esac\n");
    Files.setPosixFilePermissions(locale, PosixFilePermissions.fromString("rwxr-xr-x"));
    builder.environment().merge("PATH", programs.toString(), (old, own) -> own + ":" + old);

    assertThat(run(builder).out()).first().isEqualTo("LC_ALL=" + expected);
  }

  private static void put(ProcessBuilder builder, String name, String value) {
    if (value != null) {
      builder.environment().put(name, value);
    }
  }

  @Test
  void shouldSayThatAnotherImageHasTheCommand() throws Exception {
    assertThat(run("train"))
        .isEqualTo(
            new Ran(
                2,
                List.of(),
                List.of(
                    "inkstream: 'train' is not in this installation, which has no "
                        + home.resolve("trainer"))));
  }

  private Ran run(String... arguments) throws Exception {
    return run(launcher(arguments));
  }

  private ProcessBuilder launcher(String... arguments) {
    ProcessBuilder builder = new ProcessBuilder("sh", home.resolve("inkstream").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().put("INKSTREAM_CGROUP", cgroup.toString());
    builder.environment().remove("INKSTREAM_JAVA_OPTS");
    return builder;
  }

  private Ran run(ProcessBuilder builder) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }
}
