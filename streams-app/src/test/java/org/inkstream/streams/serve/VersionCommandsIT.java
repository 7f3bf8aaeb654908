package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.ModelCard;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.model.shadow.ShadowReports;
import org.inkstream.model.topic.Topic;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.streams.lifecycle.ModelsCommand;
import org.inkstream.streams.lifecycle.PromoteCommand;
import org.inkstream.streams.lifecycle.RollbackCommand;
import org.inkstream.streams.lifecycle.ShadowCommand;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code promote}, {@code rollback}, {@code models} and {@code shadow} as they are typed: what they
 * print, where, and their exit codes. Instances are their heartbeats.
 */
@Timeout(180)
class VersionCommandsIT {

  /** Moments of this run in what is printed. */
  private static final String MOMENT = "20[2-9]\\d-[-0-9]{5}T[0-9:.]+Z";

  private static final String NOBODY = "no instance is alive: nobody is waited for\n";

  /** A heartbeat of a test must not die of old age before the command has read it. */
  private static final String[] PATIENT = {"--dead-after", "3600"};

  private final Deployment deployment = new Deployment(1);

  /** How a command ended; the moments in its text are {@code TIME}. */
  private record Ran(int exitCode, String out, String err) {}

  @Test
  void shouldPromoteAtOnceWhereNobodyServesAndSaySo() {
    publish("v1", "v2");

    assertThat(run("promote", "v1"))
        .isEqualTo(new Ran(0, NOBODY + "champion: v1 from TIME on (before: none)\n", ""));
    assertThat(run("promote", "v1")).isEqualTo(new Ran(0, "champion: v1 already\n", ""));
    assertThat(run("promote", "v2", "--lead", "0", "--reason", "better on sevens"))
        .isEqualTo(new Ran(0, NOBODY + "champion: v2 from TIME on (before: v1)\n", ""));

    assertThat(registry().champion().changes())
        .extracting(AliasChange::getVersion, AliasChange::getPrevious, AliasChange::getReason)
        .containsExactly(tuple("v1", null, "promote"), tuple("v2", "v1", "better on sevens"));
    assertThat(registry().champion().changes())
        .extracting(AliasChange::getWho)
        .containsOnly(System.getProperty("user.name"));
  }

  @Test
  void shouldNotPromoteWhatIsNotPublished() {
    publish("v1");

    assertThat(run("promote", "v9")).isEqualTo(unpublished("v9"));
    assertThat(champions()).isEmpty();
  }

  @Test
  void shouldPromoteNothingThatIsNotLoadedInTime() {
    publish("v1", "v2");
    run("promote", "v1");
    deployment.beat("quick", Map.of("v1", 1L, "v2", 1L), Map.of());
    deployment.beat("slow", Map.of("v1", 1L), Map.of());

    assertThat(run(patiently("promote", "v2", "--wait", "0.3")))
        .isEqualTo(
            new Ran(
                1,
                "1/2 loaded, waiting for slow\n",
                "inkstream: v2 is not promoted: not loaded in time by slow\n"));
    assertThat(champions()).containsExactly("v1");

    assertThat(run(patiently("promote", "v2", "--wait", "0")))
        .isEqualTo(new Ran(0, "champion: v2 from TIME on (before: v1)\n", ""));
  }

  @Test
  void shouldPromoteOnceTheLastInstanceHasLoadedIt() {
    publish("v1", "v2");
    run("promote", "v1");
    deployment.beat("slow", Map.of("v1", 1L), Map.of());

    CompletableFuture<Ran> promotion =
        CompletableFuture.supplyAsync(() -> run(patiently("promote", "v2", "--wait", "120")));
    while (registry().candidates(Instant.now()).isEmpty()) {
      Deployment.pause();
    }
    assertThat(champions()).containsExactly("v1");
    deployment.beat("slow", Map.of("v1", 1L, "v2", 1L), Map.of());

    assertThat(promotion.join())
        .isEqualTo(
            new Ran(
                0, "0/1 loaded, waiting for slow\nchampion: v2 from TIME on (before: v1)\n", ""));
  }

  @Test
  void shouldPromoteWhatAnInstanceRefusedIfForced() {
    publish("v1", "v2");
    run("promote", "v1");
    deployment.beat("picky", Map.of("v1", 1L), Map.of("v2", "GOLDEN_ROWS_DIFFER"));

    assertThat(run(patiently("promote", "v2")))
        .isEqualTo(
            failure(
                "v2 is not promoted: picky refused it (GOLDEN_ROWS_DIFFER) (--force promotes it all"
                    + " the same)"));
    assertThat(champions()).containsExactly("v1");

    assertThat(run(patiently("promote", "v2", "--force")))
        .isEqualTo(new Ran(0, "champion: v2 from TIME on (before: v1)\n", ""));
  }

  @Test
  void shouldPromoteFromATimeOnAndFromThePastIfForced() {
    publish("v1", "v2", "v3");
    run("promote", "v1");
    String future = "2126-01-01T00:00:00Z";
    String past = "2019-01-01T00:00:00Z";

    assertThat(run("promote", "v2", "--at", future).exitCode()).isZero();
    assertThat(run("promote", "v3", "--at", past))
        .isEqualTo(
            failure(
                past
                    + " has passed: events answered since would have another champion on a replay"
                    + " (--force promotes it all the same)"));
    assertThat(run("promote", "v3", "--at", past, "--force"))
        .isEqualTo(new Ran(0, NOBODY + "champion: v3 from " + past + " on (before: none)\n", ""));
    assertThat(run("promote", "v2", "--at", future))
        .isEqualTo(new Ran(0, NOBODY + "champion: v2 already\n", ""));

    assertThat(champions()).containsExactly("v3", "v1", "v2");
    assertThat(registry().champion().changes().get(2).getEffectiveFrom()).isEqualTo(future);
  }

  @Test
  void shouldRollBackToTheChampionBeforeOrToAnotherFormerOne() {
    publish("v1", "v2", "v3", "v4");
    assertThat(run("rollback")).isEqualTo(failure("there is no champion to roll back from"));
    run("promote", "v1", "--lead", "0");
    assertThat(run("rollback")).isEqualTo(failure("there was no champion before this one"));
    run("promote", "v2", "--lead", "0");
    run("promote", "v3", "--lead", "0");

    assertThat(run("rollback", "--lead", "0"))
        .isEqualTo(new Ran(0, NOBODY + "champion: v2 from TIME on (before: v3)\n", ""));
    assertThat(run("rollback", "--to", "v1", "--lead", "0", "--reason", "an incident"))
        .isEqualTo(new Ran(0, NOBODY + "champion: v1 from TIME on (before: v2)\n", ""));
    assertThat(run("rollback", "--to", "v4"))
        .isEqualTo(failure("v4 never was champion: promote it instead"));
    assertThat(run("rollback", "--to", "v9")).isEqualTo(unpublished("v9"));
    run("models", "delete", "v3");
    assertThat(run("rollback", "--to", "v3").err()).contains("'v3' is not published");

    assertThat(champions()).containsExactly("v1", "v2", "v3", "v2", "v1");
    assertThat(registry().champion().changes())
        .extracting(AliasChange::getReason)
        .containsExactly("promote", "promote", "promote", "rollback", "an incident");
  }

  @Test
  void shouldRollBackWithoutWaitingUnlessToldTo() {
    publish("v1", "v2");
    run("promote", "v1", "--lead", "0");
    run("promote", "v2", "--lead", "0");
    deployment.beat("busy", Map.of("v2", 1L), Map.of());

    assertThat(run(patiently("rollback", "--wait", "0.3")))
        .isEqualTo(
            new Ran(
                1,
                "0/1 loaded, waiting for busy\n",
                "inkstream: v1 is not promoted: not loaded in time by busy\n"));
    assertThat(run(patiently("rollback")))
        .isEqualTo(new Ran(0, "champion: v1 from TIME on (before: v2)\n", ""));
  }

  @Test
  void shouldListTheVersionsForPeople() {
    assertThat(run("models"))
        .isEqualTo(
            new Ran(0, "no version is published yet (./inkstream publish BUNDLE --promote)\n", ""));
    publish("v1", "v2", "v3");
    run("promote", "v1", "--lead", "0");
    run("promote", "v2", "--lead", "0");
    deployment.beat("a", Map.of("v1", 1L, "v2", 1L), Map.of("v3", "MEMORY"));
    deployment.beat("b", Map.of("v2", 1L), Map.of());

    Ran ran = run(patiently("models"));

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "VERSION FAMILY ACCURACY PUBLISHED SIGNED ALIAS FLEET LAST SWAP",
            "v1 softmax 50.00 % TIME - previous 1/2 loaded -",
            "v2 softmax 50.00 % TIME - champion 2/2 loaded -",
            "v3 softmax 50.00 % TIME - - 0/2 loaded, a refused (MEMORY) -");
  }

  @Test
  void shouldListTheVersionsForPrograms() throws Exception {
    publish("v1", "v2");
    run("promote", "v1", "--lead", "0");
    deployment.beat("a", Map.of("v1", 1L), Map.of("v2", "MEMORY"));
    deployment.beat("b", Map.of(), Map.of());

    Ran ran = run(patiently("models", "--json"));

    assertThat(ran.exitCode()).isZero();
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = new JsonMapper().readTree(lines.get(0));
    assertThat(first.get("version").asText()).isEqualTo("v1");
    assertThat(first.get("accuracy").asDouble()).isEqualTo(0.5);
    assertThat(first.get("aliases").toString()).isEqualTo("[\"champion\"]");
    assertThat(first.get("fleet").toString())
        .isEqualTo("{\"live\":2,\"loaded\":[\"a\"],\"refused\":{},\"waitedFor\":[\"b\"]}");
    assertThat(first.get("lastSwap").isNull()).isTrue();
    assertThat(new JsonMapper().readTree(lines.get(1)).get("fleet").get("refused").toString())
        .isEqualTo("{\"a\":\"MEMORY\"}");
  }

  @Test
  void shouldShowAllThatIsKnownOfOneVersion() throws Exception {
    publish("v1", "v2");
    run("promote", "v1", "--lead", "0", "--reason", "the first");
    say("a", "v1", "WRONG_SHAPE", "28 x 28 is not 2 x 2");

    Ran ran = run("models", "show", "v1");

    assertThat(ran.exitCode()).isZero();
    String digest = registry().version("v1").orElseThrow().getBundleSha256();
    assertThat(ran.out().lines())
        .contains(
            "version    v1",
            "family     softmax",
            "accuracy   50.00 %",
            "signed by  nobody",
            "input      28 x 28, 10 classes",
            "weights    7850",
            "metric     accuracy 0.5000",
            "aliases    champion",
            "fleet      0/0 loaded",
            "history    champion from TIME on, the first, by "
                + System.getProperty("user.name")
                + ", written TIME",
            "instance   a refused at TIME (WRONG_SHAPE: 28 x 28 is not 2 x 2)")
        .anySatisfy(line -> assertThat(line).endsWith("SHA-256 " + digest));
    JsonNode json = new JsonMapper().readTree(run("models", "show", "v1", "--json").out());
    assertThat(json.get("history").get(0).get("reason").asText()).isEqualTo("the first");
    assertThat(json.get("bundleSha256").asText()).isEqualTo(digest);
    assertThat(json.get("instances").get("a").get("reason").asText()).isEqualTo("WRONG_SHAPE");
    assertThat(run("models", "show", "v9")).isEqualTo(unpublished("v9"));
  }

  @Test
  void shouldShowTheCardOfAVersion() throws Exception {
    TestModel model = TestModel.of("v1", 1);
    String text = "# Card of α\n\n- accuracy: 50 %\n";
    deployment.publish(model, BundleFile.bytes(model.bundle().withCard(ModelCard.showing(text))));
    publish("v2");

    assertThat(run("models", "show", "v1", "--card")).isEqualTo(new Ran(0, text, ""));
    assertThat(
            new JsonMapper()
                .readTree(run("models", "show", "v1", "--card", "--json").out())
                .get("card")
                .asText())
        .isEqualTo(text);
    assertThat(run("models", "show", "v2", "--card"))
        .isEqualTo(
            failure(
                "v2 has no card: its bundle was made before there were cards (./inkstream profile"
                    + " makes one with a card of it)"));
    JsonNode without =
        new JsonMapper().readTree(run("models", "show", "v2", "--card", "--json").out());
    assertThat(without.get("card").isNull()).isTrue();
    assertThat(run("models", "show", "v9", "--card")).isEqualTo(unpublished("v9"));
  }

  /** What a stranger published: its bytes are what it says, and what it says is hostile. */
  @Test
  void shouldNotShowACardThatATerminalWouldObey() {
    TestModel model = TestModel.of("v1", 1);
    byte[] sound = BundleFile.bytes(model.bundle().withCard(new ModelCard("# Card\n")));
    byte[] hostile = HostileCard.in(sound, "# Card\n\u001b]0;owned\u0007\n");
    deployment.publish(model, hostile);

    assertThat(run("models", "show", "v1", "--card"))
        .isEqualTo(
            failure(
                "the bundle of v1 has no card to show (UNREADABLE_BUNDLE): card.md: line 2 has"
                    + " U+001B, which is not for showing"));
  }

  @Test
  void shouldDeleteNothingThatHasAName() {
    publish("v1", "v2", "v3", "v4", "v5", "v6");
    run("promote", "v1", "--lead", "0");
    run("promote", "v2", "--lead", "0");
    run("promote", "v3", "--at", "2126-01-01T00:00:00Z");
    run("shadow", "v4", "--lead", "0");
    deployment.beat("slow", Map.of(), Map.of());
    run(patiently("promote", "v5", "--wait", "0.1"));

    assertThat(run("models", "delete", "v1"))
        .isEqualTo(failure("v1 is not deleted: it is previous"));
    assertThat(run("models", "delete", "v2"))
        .isEqualTo(failure("v2 is not deleted: it is champion"));
    assertThat(run("models", "delete", "v3"))
        .isEqualTo(failure("v3 is not deleted: it is champion@2126-01-01T00:00:00Z"));
    assertThat(run("models", "delete", "v4")).isEqualTo(failure("v4 is not deleted: it is shadow"));
    assertThat(run("models", "delete", "v5"))
        .isEqualTo(failure("v5 is not deleted: it is candidate"));
    assertThat(run("models", "delete", "v6")).isEqualTo(new Ran(0, "deleted v6\n", ""));
    assertThat(run("models", "delete", "v6")).isEqualTo(unpublished("v6"));

    assertThat(registry().versions()).containsOnlyKeys("v1", "v2", "v3", "v4", "v5");
  }

  @Test
  void shouldPruneTheOldestThatNothingNames() {
    publish("v1", "v2", "v3", "v4");
    run("promote", "v1");

    assertThat(run("models", "prune", "--keep", "1"))
        .isEqualTo(new Ran(0, "deleted v2\ndeleted v3\n", ""));
    assertThat(run("models", "prune", "--keep", "1"))
        .isEqualTo(new Ran(0, "nothing to delete\n", ""));

    assertThat(registry().versions()).containsOnlyKeys("v1", "v4");
  }

  @Test
  void shouldNameAShadowAndTellOfIt() {
    publish("v1", "v2", "v3");
    run("promote", "v1", "--lead", "0");

    assertThat(run("shadow")).isEqualTo(new Ran(0, "shadow: none\n", ""));
    assertThat(run("shadow", "off")).isEqualTo(new Ran(0, "shadow: none already\n", ""));
    assertThat(run("shadow", "v1", "--lead", "0"))
        .isEqualTo(failure("version 'v1' is the champion; a shadow is another version"));
    assertThat(run("shadow", "v9")).isEqualTo(unpublished("v9"));
    assertThat(run("shadow", "v2", "--lead", "0", "--reason", "trial"))
        .isEqualTo(new Ran(0, "shadow: v2 from TIME on (before: none)\n", ""));
    assertThat(run("shadow", "v2")).isEqualTo(new Ran(0, "shadow: v2 already\n", ""));
    say("a", "v2", "MEMORY", "17 bytes are missing");
    assertThat(run("shadow"))
        .isEqualTo(
            new Ran(
                0,
                "shadow: v2 from TIME on, beside champion v1\n"
                    + "  a: refused (MEMORY: 17 bytes are missing)\n",
                ""));
    assertThat(run("shadow", "v3", "--lead", "0"))
        .isEqualTo(new Ran(0, "shadow: v3 from TIME on (before: v2)\n", ""));
    assertThat(run("shadow", "off"))
        .isEqualTo(new Ran(0, "shadow: none from TIME on (before: v3)\n", ""));

    assertThat(registry().shadow().changes())
        .extracting(AliasChange::getReason)
        .containsExactly("trial", "shadow", "shadow");
  }

  /** The evidence is that of VerdictPageTest, which has it from Python. */
  @Test
  void shouldSayIfTheShadowCanBePromotedByItsExitCodeToo() {
    publish("v1", "v2");
    run("promote", "v1", "--lead", "0");
    assertThat(run("shadow", "verdict"))
        .isEqualTo(failure("there never was a shadow ('./inkstream shadow VERSION' sets one)"));
    run("shadow", "v2", "--lead", "0");
    assertThat(run("shadow", "verdict"))
        .isEqualTo(
            failure(
                "there is no report of shadow 'v2' beside 'v1' yet: one comes after each window"));

    report(12, 3, 985);
    Ran yes = run("shadow", "verdict");
    assertThat(yes.exitCode()).isZero();
    assertThat(yes.out().lines())
        .last()
        .isEqualTo(
            "Promote: with 98.7227 % confidence it is not worse than the champion by more than 0.5"
                + " points.");
    Ran strict = run("shadow", "verdict", "--confidence", "0.99");
    assertThat(strict.exitCode()).isEqualTo(3);
    assertThat(strict.out()).contains("\nNot yet: ");
    assertThat(run("shadow", "verdict", "--champion", "v3").exitCode()).isEqualTo(1);

    report(3, 30, 967);
    Ran no = run("shadow", "verdict", "--json");
    assertThat(no.exitCode()).isEqualTo(3);
    assertThat(no.out()).contains("\"answer\":\"DO_NOT\"");
  }

  @Test
  void shouldTellInOneLineForEachTopicWhatCannotBeRead() {
    publish("v1");
    for (Topic<?> topic :
        List.of(
            deployment.topics().instances(),
            deployment.topics().modelStatus(),
            deployment.topics().shadowReports())) {
      deployment.kafka().send(topic, "k".getBytes(UTF_8), "garbage".getBytes(UTF_8));
      deployment.kafka().send(topic, "k".getBytes(UTF_8), "garbage".getBytes(UTF_8));
    }

    assertThat(run("models").err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(skipped(deployment.topics().instances())),
            line -> assertThat(line).startsWith(skipped(deployment.topics().modelStatus())));
    assertThat(run("shadow", "verdict", "v1").err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(skipped(deployment.topics().shadowReports())),
            line -> assertThat(line).startsWith("inkstream: there is no report of shadow 'v1'"));
  }

  private static String skipped(Topic<?> topic) {
    return "inkstream: record " + topic.name() + " 0:0 cannot be decoded and is skipped";
  }

  @Test
  void shouldRefuseWrongUsageInOneLine() {
    List<Ran> wrong =
        List.of(
            run("promote"),
            run(
                "promote",
                "v1",
                "--at",
                "tomorrow",
                "--wait",
                "-1",
                "--lead",
                "86401",
                "--dead-after",
                "0"),
            run("rollback", "v1"),
            run("models", "prune"),
            run("models", "prune", "--keep", "-1"),
            run("models", "delete"),
            run("shadow", "v1", "--lead", "-1"),
            run("shadow", "verdict", "--margin", "100", "--confidence", "0.5"));

    assertThat(wrong).extracting(Ran::exitCode).containsOnly(2);
    assertThat(wrong).extracting(Ran::out).containsOnly("");
    assertThat(wrong)
        .extracting(Ran::err)
        .containsExactly(
            "inkstream: Missing required parameter: 'VERSION' (see ./inkstream promote --help)\n",
            "inkstream: --at is tomorrow, must be like 2026-11-24T18:00:00Z; --wait is -1, must be"
                + " 0 to 86400 seconds; --lead is 86401, must be 0 to 86400 seconds; --dead-after"
                + " is 0, must be more than 0, to 86400 seconds (see ./inkstream promote --help)\n",
            "inkstream: Unmatched argument at index 1: 'v1' (see ./inkstream rollback --help)\n",
            "inkstream: Missing required option: '--keep=N' (see ./inkstream models prune"
                + " --help)\n",
            "inkstream: --keep is -1, must be 0 or more (see ./inkstream models prune --help)\n",
            "inkstream: Missing required parameter: 'VERSION' (see ./inkstream models delete"
                + " --help)\n",
            "inkstream: --lead is -1, must be 0 seconds or more (see ./inkstream shadow --help)\n",
            "inkstream: --margin is 100, must be 0 to below 100 points; --confidence is 0.5, must be"
                + " above 0.5 and below 1 (see ./inkstream shadow verdict --help)\n");
  }

  private static Ran failure(String message) {
    return new Ran(1, "", "inkstream: " + message + "\n");
  }

  private static Ran unpublished(String version) {
    return failure(
        "version '" + version + "' is not published ('./inkstream models' lists those that are)");
  }

  private static String[] patiently(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(PATIENT));
    return all.toArray(String[]::new);
  }

  private Ran run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", deployment.kafka().bootstrapServers()));
    all.addAll(List.of("--prefix", deployment.topics().prefix()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<Object> commands =
        List.of(
            new PromoteCommand(), new RollbackCommand(), new ModelsCommand(), new ShadowCommand());
    int exitCode =
        CommandProcess.commandLine(commands, false)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(exitCode, timeless(out.toString()), err.toString());
  }

  private static String timeless(String text) {
    return text.replaceAll(MOMENT, "TIME");
  }

  private void publish(String... versions) {
    for (String version : versions) {
      deployment.publish(TestModel.of(version, 1));
    }
  }

  private void say(String instance, String version, String reason, String detail) {
    ModelStatus status =
        ModelStatus.newBuilder()
            .setInstance(instance)
            .setVersion(version)
            .setState(ModelState.REFUSED)
            .setAt(Instant.now())
            .setReason(reason)
            .setDetail(detail)
            .build();
    deployment
        .kafka()
        .send(
            deployment.topics().modelStatus(),
            (instance + "|" + version).getBytes(UTF_8),
            deployment.topics().modelStatus().wire().encode(status));
  }

  /** The one window of v2 beside v1, or what takes its place. */
  private void report(int shadowOnly, int championOnly, int bothRight) {
    Comparison counts = new Comparison();
    counts.addEvents(shadowOnly + championOnly + bothRight);
    for (int i = 0; i < shadowOnly + championOnly + bothRight; i++) {
      counts.addCompared(0, 1, 0, 1);
      counts.addLabelled(i >= shadowOnly, i < shadowOnly || i >= shadowOnly + championOnly);
    }
    Instant start = Instant.parse("2026-11-24T08:00:00Z");
    ShadowReport report = ShadowReports.report(counts, "v1", "v2", start, start.plusSeconds(30));
    deployment
        .kafka()
        .send(
            deployment.topics().shadowReports(),
            "v2".getBytes(UTF_8),
            deployment.topics().shadowReports().wire().encode(report));
  }

  private RegistrySnapshot registry() {
    return RegistryReader.readAll(deployment.kafka().client(), deployment.topics());
  }

  private List<String> champions() {
    return registry().champion().changes().stream().map(AliasChange::getVersion).toList();
  }
}
