package org.inkstream.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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

/** Holds this module to the sentences of its package-info files. */
class ArchitectureTest {

  private static final String ROOT = "org.inkstream.bench";
  private static final String MODEL = "org.inkstream.model..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String DL4J = "org.deeplearning4j..";
  private static final String ND4J = "org.nd4j..";

  /** By package: what it may import besides the JDK, the logging facade and itself. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.of(
          "report", List.of(JACKSON),
          "engine", List.of(MODEL, DL4J, ND4J, "ai.onnxruntime"),
          "run", List.of(own("report"), own("engine"), MODEL, JACKSON),
          "scorer", List.of(own("report"), own("engine"), own("run"), MODEL, JACKSON),
          "drift",
              List.of(
                  own("report"),
                  own("engine"),
                  own("run"),
                  MODEL,
                  "org.inkstream.schemas..",
                  JACKSON),
          "features",
              List.of(
                  own("report"),
                  own("engine"),
                  own("run"),
                  MODEL,
                  "org.inkstream.streams.drift..",
                  "org.inkstream.streams.journal..",
                  "org.inkstream.schemas..",
                  JACKSON),
          "latency",
              List.of(
                  own("report"),
                  own("run"),
                  own("stream"),
                  MODEL,
                  "org.inkstream.schemas..",
                  "org.apache.avro..",
                  "org.apache.kafka.clients..",
                  "org.apache.kafka.common..",
                  "org.HdrHistogram"),
          "swap",
              List.of(
                  own("report"),
                  own("engine"),
                  own("run"),
                  own("stream"),
                  MODEL,
                  "org.inkstream.streams..",
                  "org.inkstream.schemas..",
                  "org.apache.avro..",
                  "org.apache.kafka.clients..",
                  "org.apache.kafka.common..",
                  JACKSON),
          "stream",
              List.of(
                  own("report"),
                  own("engine"),
                  own("run"),
                  own("scorer"),
                  MODEL,
                  "org.inkstream.streams..",
                  "org.inkstream.schemas..",
                  "org.apache.avro..",
                  "org.apache.kafka..",
                  "org.HdrHistogram",
                  DL4J,
                  ND4J,
                  JACKSON));

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
    CLASSES
        .that(resideInAnyPackage(ROOT + ".*.."))
        .forEach(type -> found.add(type.getPackageName().substring(ROOT.length() + 1)));

    assertThat(found).isEqualTo(MAY_IMPORT.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldSayWhatAPackageIsFor(String name) {
    assertThat(Path.of("src/main/java/org/inkstream/bench", name, "package-info.java")).exists();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldImportWhatItsSentenceAllows(String name) {
    List<String> allowed =
        new ArrayList<>(List.of("java..", "com.sun.management", "org.slf4j", own(name)));
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
  void shouldLeaveTheCommandToItself() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void shouldNotMeetTheTrainer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.inkstream.trainer..")
        .check(CLASSES);
  }

  private static String own(String name) {
    return ROOT + "." + name + "..";
  }
}
