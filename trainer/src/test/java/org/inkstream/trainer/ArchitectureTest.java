package org.inkstream.trainer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
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

  private static final String ROOT = "org.inkstream.trainer";
  private static final String SCHEMAS = "org.inkstream.schemas..";
  private static final String DL4J = "org.deeplearning4j..";
  private static final String ND4J = "org.nd4j..";

  /** By package: what it may import besides the JDK, the logging facade and itself. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          entry("network", List.of(DL4J, ND4J)),
          entry("describe", List.of(model("dataset"), model("idx"))),
          entry(
              "evaluate",
              List.of(model("scorer"), model("image"), model("idx"), model("conformal"))),
          entry(
              "fit",
              List.of(
                  own("network"),
                  own("evaluate"),
                  model("scorer"),
                  model("image"),
                  model("idx"),
                  model("plain"),
                  model("bundle"),
                  DL4J,
                  ND4J)),
          entry(
              "tree",
              List.of(
                  own("fit"),
                  model("image"),
                  model("idx"),
                  model("plain"),
                  "org.apache.commons.math3..")),
          entry("kernel", List.of(own("fit"), model("image"), model("idx"), model("plain"), ND4J)),
          entry("imported", List.of(own("fit"), model("scorer"), model("bundle"), DL4J, ND4J)),
          entry("keras", List.of(own("imported"), DL4J, ND4J, "com.fasterxml.jackson..")),
          entry("onnx", List.of(own("imported"), DL4J, ND4J, "onnx")),
          entry(
              "family",
              List.of(
                  own("network"),
                  own("fit"),
                  own("tree"),
                  own("kernel"),
                  model("image"),
                  model("idx"))),
          entry(
              "bundling",
              List.of(
                  own("evaluate"),
                  own("fit"),
                  own("family"),
                  model("bundle"),
                  model("dataset"),
                  model("drift"),
                  model("conformal"),
                  model("idx"),
                  model("image"),
                  model("profiling"),
                  model("scorer"),
                  model("split"),
                  SCHEMAS)),
          entry("pieces", List.of(model("bundle"), "com.fasterxml.jackson..")),
          entry(
              "tune",
              List.of(
                  own("bundling"),
                  own("family"),
                  own("fit"),
                  own("pieces"),
                  model("bundle"),
                  model("dataset"),
                  model("idx"),
                  model("split"))),
          entry(
              "compare",
              List.of(
                  own("bundling"),
                  own("evaluate"),
                  own("family"),
                  own("fit"),
                  own("pieces"),
                  model("bundle"),
                  model("dataset"),
                  model("drift"),
                  model("idx"),
                  model("image"),
                  model("scorer"),
                  model("split"),
                  "org.apache.commons.math3..")),
          entry(
              "report",
              List.of(
                  own("compare"),
                  own("evaluate"),
                  own("fit"),
                  "org.knowm.xchart..",
                  "org.apache.batik.svggen",
                  "j2html..",
                  "javax.imageio",
                  "javax.xml.parsers",
                  "org.w3c.dom")),
          entry(
              "publish",
              List.of(
                  model("bundle"),
                  model("image"),
                  model("registry"),
                  model("fleet"),
                  model("topic"),
                  SCHEMAS)),
          entry(
              "cli",
              List.of(
                  ROOT + "..",
                  "org.inkstream.model..",
                  SCHEMAS,
                  "org.apache.kafka.clients.admin",
                  "org.nd4j.nativeblas",
                  "com.fasterxml.jackson..",
                  "javax.imageio",
                  "picocli..")));

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
    assertThat(Path.of("src/main/java/org/inkstream/trainer", name, "package-info.java")).exists();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldImportWhatItsSentenceAllows(String name) {
    List<String> allowed = new ArrayList<>(List.of("java..", "org.slf4j", own(name)));
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
  void shouldNotMeetTheStreamsApp() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.inkstream.streams..", "org.apache.kafka.streams..")
        .check(CLASSES);
  }

  @Test
  void shouldReadAndWriteFilesInTheCommandsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(own("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.nio.file..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|FileInputStream|FileOutputStream|RandomAccessFile)")
        .check(CLASSES);
  }

  @Test
  void shouldTrainWithoutAClockOfItsOwn() {
    noClasses()
        .that()
        .resideInAPackage(own("fit"))
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CLASSES);
  }

  private static String own(String name) {
    return ROOT + "." + name + "..";
  }

  private static String model(String name) {
    return "org.inkstream.model." + name + "..";
  }
}
