package org.inkstream.model.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class KafkaOptionsTest {

  /** Takes the options, and asks for a broker if told to. */
  @Command(name = "probe")
  static final class Probe implements Callable<Integer> {
    @Mixin private KafkaOptions kafka;
    private boolean askForBroker;
    private boolean askForTopics;

    @Override
    public Integer call() {
      if (askForTopics) {
        kafka.topics();
      }
      if (askForBroker) {
        kafka.requireBroker();
      }
      return 0;
    }
  }

  private static final LabelEvent LABEL = new LabelEvent("a", 1, Instant.EPOCH);

  @TempDir Path folder;

  private final Probe probe = new Probe();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldTalkToTheBrokersItIsGiven() {
    assertThat(run("--bootstrap-servers", "a:1, b:2", "--prefix", "own.")).isZero();

    assertThat(probe.kafka.bootstrapServers()).isEqualTo("a:1, b:2");
    assertThat(probe.kafka.topics().images().name()).isEqualTo("own.images");
    assertThat(probe.kafka.client()).containsEntry("bootstrap.servers", "a:1, b:2");
  }

  @Test
  void shouldHaveNoPrefixOfItsOwn() {
    assertThat(run()).isZero();

    assertThat(probe.kafka.topics().prefix()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        ":9092",
        "a:1,,b:2",
        "a:1;b:2",
        "a:x",
        "a:0",
        "a:65536",
        "a:99999"
      })
  void shouldRefuseWhatIsNoBroker(String servers) {
    assertThat(run("--bootstrap-servers", servers)).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("inkstream: --bootstrap-servers: '" + servers + "'")
        .containsOnlyOnce("\n");
    assertThatIllegalArgumentException().isThrownBy(() -> KafkaOptions.of(servers, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]:9092", "host-1.example:65535", "127.0.0.1:1"})
  void shouldTakeWhatIsABroker(String servers) {
    assertThat(run("--bootstrap-servers", servers)).isZero();
  }

  @Test
  void shouldRefuseAPrefixThatKafkaWouldRefuse() {
    assertThat(run("--prefix", "a b")).isEqualTo(2);

    assertThat(err.toString()).contains("--prefix").contains("'a b'").containsOnlyOnce("\n");
  }

  @Test
  void shouldReadPropertiesForTheClientsAndLetTheCommandLineHold() throws Exception {
    Path file = folder.resolve("client.properties");
    Files.writeString(
        file, "security.protocol=SASL_SSL\nbootstrap.servers=other:1\nclient.id=me\n");

    assertThat(run("--client-config", file.toString(), "--bootstrap-servers", "a:1")).isZero();

    assertThat(probe.kafka.client())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("client.id", "me")
        .containsEntry("bootstrap.servers", "a:1");
    probe.kafka.client().clear();
    assertThat(probe.kafka.client()).hasSize(3);
  }

  @Test
  void shouldSayWhichPropertiesItCannotRead() throws Exception {
    String missing = folder.resolve("missing").toString();
    assertThat(run("--client-config", missing)).isEqualTo(2);
    assertThat(err.toString()).contains("cannot read '" + missing + "'").containsOnlyOnce("\n");

    Path broken = Files.writeString(folder.resolve("broken"), "a=\\uXXXX\n");
    assertThat(run("--client-config", broken.toString())).isEqualTo(2);
  }

  @Test
  void shouldFailWithOneLineWhenAPropertyMakesNoSense() throws Exception {
    Path file = Files.writeString(folder.resolve("p"), "security.protocol=NONSENSE\n");
    probe.askForBroker = true;

    assertThat(run("--client-config", file.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("NONSENSE").containsOnlyOnce("\n");
  }

  @Test
  void shouldWriteAsBeforeWithoutASchemaRegistry() throws Exception {
    assertThat(run()).isZero();

    assertThat(probe.kafka.topics().labels().wire().encode(LABEL)[0]).isEqualTo((byte) 0xC3);
    assertThat(probe.kafka.schemaTrouble()).isEmpty();
  }

  @Test
  void shouldTakeTheSchemaRegistryFromTheClientsProperties() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("p"),
            "schema.registry.url=http://localhost:1\n"
                + "schema.registry.basic.auth.user.info=me:secret\n"
                + "client.id=me\n");

    assertThat(run("--client-config", file.toString())).isZero();

    assertThat(probe.kafka.client()).containsOnlyKeys("client.id", "bootstrap.servers");
    assertThatExceptionOfType(UnresolvedSchemaException.class)
        .isThrownBy(() -> probe.kafka.topics().labels().wire().encode(LABEL))
        .withMessageContaining("http://localhost:1")
        .withMessageNotContaining("secret");
  }

  @Test
  void shouldRememberWhatTheSchemaRegistrySaidForAllTopics() {
    assertThat(run("--schema-registry", "http://localhost:1")).isZero();

    assertThat(probe.kafka.topics().labels().wire()).isSameAs(probe.kafka.topics().labels().wire());
  }

  @Test
  void shouldRefuseAnAddressThatIsNoRegistrys() {
    probe.askForTopics = true;

    assertThat(run("--schema-registry", "localhost:8081")).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("inkstream: --schema-registry: 'localhost:8081'")
        .containsOnlyOnce("\n");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "probe";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandProcess.commandLine(List.of(probe), false)
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
