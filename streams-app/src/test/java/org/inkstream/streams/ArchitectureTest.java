package org.inkstream.streams;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** Holds this module to the sentences of its package-info files. */
class ArchitectureTest {

  private static final String ROOT = "org.inkstream.streams";
  private static final String MODEL = "org.inkstream.model..";
  private static final String SCHEMAS = "org.inkstream.schemas..";
  private static final String AVRO = "org.apache.avro..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String PICOCLI = "picocli..";
  private static final String STREAMS = "org.apache.kafka.streams..";

  /** Kafka's clients, and neither Kafka Streams nor Kafka's server. */
  private static final List<String> CLIENTS =
      List.of("org.apache.kafka.clients..", "org.apache.kafka.common..");

  /** By package: what it may import besides the JDK, the logging facade and itself. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("serde", with(CLIENTS, SCHEMAS, AVRO)),
          Map.entry("models", with(CLIENTS, MODEL, SCHEMAS, "org.HdrHistogram")),
          Map.entry("journal", with(CLIENTS, STREAMS)),
          Map.entry(
              "drift",
              with(CLIENTS, model("drift"), SCHEMAS, STREAMS, own("serde"), own("journal"))),
          Map.entry(
              "labels",
              with(
                  CLIENTS,
                  model("conformal"),
                  model("drift"),
                  model("shadow"),
                  SCHEMAS,
                  STREAMS,
                  own("drift"),
                  own("journal"))),
          Map.entry(
              "shadow",
              with(CLIENTS, model("shadow"), SCHEMAS, STREAMS, own("drift"), own("serde"))),
          Map.entry("probation", with(CLIENTS, MODEL, SCHEMAS, STREAMS, own("drift"))),
          Map.entry("deadletter", with(CLIENTS, model("topic"), model("command"), PICOCLI)),
          Map.entry(
              "scoring",
              with(
                  CLIENTS,
                  MODEL,
                  SCHEMAS,
                  STREAMS,
                  own("models"),
                  own("drift"),
                  own("labels"),
                  own("journal"),
                  own("deadletter"))),
          Map.entry(
              "topology",
              with(
                  CLIENTS,
                  model("topic"),
                  SCHEMAS,
                  STREAMS,
                  own("scoring"),
                  own("drift"),
                  own("labels"),
                  own("serde"))),
          Map.entry(
              "serve",
              with(
                  CLIENTS,
                  ROOT + "..",
                  MODEL,
                  SCHEMAS,
                  STREAMS,
                  PICOCLI,
                  "io.javalin..",
                  "io.micrometer..",
                  "org.bytedeco.javacpp",
                  "com.sun.management")),
          Map.entry(
              "lifecycle",
              with(
                  CLIENTS,
                  model("bundle"),
                  model("registry"),
                  model("fleet"),
                  model("shadow"),
                  model("topic"),
                  model("command"),
                  SCHEMAS,
                  AVRO,
                  PICOCLI,
                  JACKSON)),
          Map.entry("fleet", with(CLIENTS, model("topic"), SCHEMAS)),
          Map.entry(
              "api",
              with(
                  CLIENTS,
                  model("fleet"),
                  SCHEMAS,
                  own("lifecycle"),
                  JACKSON,
                  "io.javalin..",
                  "org.eclipse.jetty..",
                  "jakarta.servlet..")),
          Map.entry(
              "produce",
              with(
                  CLIENTS,
                  model("dataset"),
                  model("idx"),
                  model("split"),
                  model("corruption"),
                  model("bundle"),
                  model("image"),
                  model("scorer"),
                  model("topic"),
                  model("command"),
                  SCHEMAS,
                  PICOCLI,
                  JACKSON,
                  "javax.imageio..")),
          Map.entry(
              "tail",
              with(
                  CLIENTS,
                  model("drift"),
                  model("topic"),
                  model("command"),
                  SCHEMAS,
                  AVRO,
                  own("deadletter"),
                  PICOCLI,
                  JACKSON)),
          Map.entry(
              "driftview",
              with(CLIENTS, model("topic"), model("command"), SCHEMAS, own("tail"), PICOCLI)),
          Map.entry(
              "broker",
              with(
                  CLIENTS,
                  model("topic"),
                  model("command"),
                  PICOCLI,
                  "kafka.server",
                  "org.apache.kafka.metadata..")),
          Map.entry("topics", with(CLIENTS, model("topic"), model("command"), PICOCLI)),
          Map.entry("demo", with(CLIENTS, ROOT + "..", MODEL, SCHEMAS, PICOCLI)),
          Map.entry("cli", List.of(ROOT + "..", model("command"))));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  static Stream<String> packages() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  @Test
  void shouldKnowEveryPackage() {
    Set<String> found = new TreeSet<>();
    CLASSES.forEach(type -> found.add(type.getPackageName().substring(ROOT.length() + 1)));

    assertThat(found).isEqualTo(MAY_IMPORT.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldSayWhatAPackageIsFor(String name) {
    assertThat(Path.of("src/main/java/org/inkstream/streams", name, "package-info.java")).exists();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldImportWhatItsSentenceAllows(String name) {
    List<String> allowed = with(List.of("java..", "org.slf4j"), own(name));
    allowed.addAll(MAY_IMPORT.get(name));
    classes()
        .that()
        .resideInAPackage(own(name))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void shouldNotMeetTheTrainer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.inkstream.trainer..")
        .check(CLASSES);
  }

  @Test
  void shouldWireTheTopologyWhereItIsServed() {
    classes()
        .that()
        .resideInAPackage(own("topology"))
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(own("topology"), own("serve"))
        .check(CLASSES);
  }

  @Test
  void shouldImportCommandsWhereTheyComeTogetherOnly() {
    classes()
        .that()
        .areAnnotatedWith(Command.class)
        .should(
            new ArchCondition<JavaClass>("be known to the command line alone") {
              @Override
              public void check(JavaClass command, ConditionEvents events) {
                command.getDirectDependenciesToSelf().stream()
                    .filter(from -> isStranger(from.getOriginClass(), command))
                    .forEach(
                        from ->
                            events.add(
                                SimpleConditionEvent.violated(command, from.getDescription())));
              }
            })
        .check(CLASSES);
  }

  @Test
  void shouldLeaveTheCommandLineToItself() {
    classes()
        .that()
        .resideInAPackage(own("cli"))
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage(own("cli"))
        .check(CLASSES);
  }

  @Test
  void shouldKeepDeeplearning4jBehindTheScorer() {
    DescribedPredicate<JavaClass> network =
        resideInAnyPackage("org.deeplearning4j..", "org.nd4j..");

    noClasses().should().dependOnClassesThat(network).check(CLASSES);
  }

  /**
   * True for a class that is neither the command's own nested class, nor the command that it is a
   * subcommand of, nor the command line's.
   */
  private static boolean isStranger(JavaClass from, JavaClass command) {
    String name = from.getName();
    boolean parent =
        from.getPackageName().equals(command.getPackageName())
            && from.isAnnotatedWith(Command.class);
    return !from.getPackageName().equals(ROOT + ".cli")
        && !parent
        && !name.equals(command.getName())
        && !name.startsWith(command.getName() + "$");
  }

  private static String own(String name) {
    return ROOT + "." + name + "..";
  }

  private static String model(String name) {
    return "org.inkstream.model." + name + "..";
  }

  private static List<String> with(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
