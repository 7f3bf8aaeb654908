package org.inkstream.model;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds this module to the sentences of its package-info files. */
class ArchitectureTest {

  private static final String ROOT = "org.inkstream.model";
  private static final String SCHEMAS = "org.inkstream.schemas..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String PICOCLI = "picocli..";
  private static final String MATH = "org.apache.commons.math3..";
  private static final String CODEC = "org.apache.commons.codec..";

  /** Kafka's clients, and neither Kafka Streams nor Kafka's server. */
  private static final String[] KAFKA = {"org.apache.kafka.clients..", "org.apache.kafka.common.."};

  private static final String[] DL4J = {"org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."};

  /** By package: what it may import besides the JDK, the logging facade and itself. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          entry("idx", List.of()),
          entry("dataset", List.of(own("idx"), own("image"), JACKSON)),
          entry("split", List.of(own("idx"))),
          entry("image", List.of(SCHEMAS)),
          entry("corruption", List.of(own("image"))),
          entry("conformal", List.of()),
          entry("drift", List.of(SCHEMAS, JACKSON, MATH, CODEC, own("conformal"))),
          entry("drift.detect", List.of(MATH)),
          entry("shadow", List.of(SCHEMAS, MATH)),
          entry("profiling", List.of(own("idx"), own("image"), own("scorer"), own("drift"))),
          entry("plain", List.of()),
          entry("scorer", with(DL4J, JACKSON, own("plain"))),
          entry("signing", List.of()),
          entry(
              "bundle",
              List.of(
                  own("scorer"),
                  own("plain"),
                  own("image"),
                  own("drift"),
                  own("signing"),
                  JACKSON)),
          entry("topic", with(KAFKA, SCHEMAS, "org.apache.avro.specific")),
          entry("schemaregistry", List.of(SCHEMAS, "org.apache.avro..", JACKSON, own("topic"))),
          entry("registry", with(KAFKA, SCHEMAS, own("topic"), own("bundle"))),
          entry("fleet", with(KAFKA, SCHEMAS, own("topic"), own("registry"))),
          entry("command", with(KAFKA, SCHEMAS, own("topic"), own("schemaregistry"), PICOCLI)));

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
    assertThat(
            Path.of(
                "src/main/java/org/inkstream/model", name.replace('.', '/'), "package-info.java"))
        .exists();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldImportWhatItsSentenceAllows(String name) {
    List<String> allowed = with(new String[] {"java..", "org.slf4j", own(name)});
    allowed.addAll(MAY_IMPORT.get(name));
    if (name.equals("image")) {
      allowed.add("javax.imageio..");
    }
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

  @ParameterizedTest
  @ValueSource(strings = {"image", "corruption", "conformal", "drift", "shadow"})
  void shouldKnowNoFiles(String name) {
    noClasses()
        .that()
        .resideInAPackage(own(name))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..")
                .or(DescribedPredicate.describe("files", ArchitectureTest::isFile)))
        .check(CLASSES);
  }

  @Test
  void shouldComputeDriftWithoutAnyInputOrOutput() {
    // An array that grows is neither.
    noClasses()
        .that()
        .resideInAPackage(own("drift"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..")
                .and(not(simpleNameEndingWith("Exception")))
                .and(not(simpleName("ByteArrayOutputStream"))))
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "corruption", "drift", "shadow", "split"})
  void shouldKnowNoClock(String name) {
    noClasses()
        .that()
        .resideInAPackage(own(name))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void shouldShowNoTypesOfDeeplearning4j() {
    methods()
        .that()
        .areDeclaredInClassesThat(resideInAnyPackage(own("scorer")).and(isPublic()))
        .and()
        .arePublic()
        .should()
        .haveRawReturnType(not(resideInAnyPackage(DL4J)))
        .andShould()
        .haveRawParameterTypes(DescribedPredicate.allElements(not(resideInAnyPackage(DL4J))))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> isPublic() {
    return DescribedPredicate.describe(
        "public",
        type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  private static boolean isFile(JavaClass type) {
    return type.getPackageName().equals("java.io")
        && (type.getSimpleName().startsWith("File")
            || type.getSimpleName().equals("RandomAccessFile"))
        && !type.getSimpleName().endsWith("Exception");
  }

  private static String own(String name) {
    return ROOT + "." + name + "..";
  }

  private static List<String> with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all;
  }
}
