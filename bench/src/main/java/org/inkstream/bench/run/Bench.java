package org.inkstream.bench.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.inkstream.bench.engine.Bundles;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Report;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;

/** One invocation: the plan, the networks in files, the images, the children and the report. */
public final class Bench {

  /** What random weights are made from. */
  public static final long SEED = 20261123;

  private final Plan plan;
  private final Path folder;
  private final Children children;
  private final Report report;
  private final PrintWriter progress;
  private final ImageSet images;
  private final Map<Kind, float[]> references = new EnumMap<>(Kind.class);

  /**
   * @param folder empty; for files that are given away with it
   * @throws CommandFailure if a bundle or the images cannot be read
   */
  public Bench(Plan plan, Path folder, Children children, Report report, PrintWriter progress) {
    this.plan = plan;
    this.folder = folder;
    this.children = children;
    this.report = report;
    this.progress = progress;
    try {
      this.images = DataSets.read("mnist", Part.TEST);
      for (Kind kind : Kind.values()) {
        byte[] bundle = bundle(kind);
        Files.write(bundleFile(kind), bundle);
        Bundle read = BundleFile.read(bundle);
        if (!read.manifest().family().equals(kind.toString())) {
          throw new CommandFailure(
              "the bundle given as %s is a %s".formatted(kind, read.manifest().family()));
        }
        Files.write(networkFile(kind), read.network());
      }
    } catch (RefusedException e) {
      throw new CommandFailure("a bundle is refused (" + e.reason() + "): " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure("cannot prepare the networks: " + e.getMessage(), e);
    }
  }

  /** How thoroughly to measure. */
  public Plan plan() {
    return plan;
  }

  /** For files that live as long as this does. */
  public Path folder() {
    return folder;
  }

  /** Where fresh JVMs come from. */
  public Children children() {
    return children;
  }

  /** Where rows go. */
  public Report report() {
    return report;
  }

  /** The published test images. */
  public ImageSet images() {
    return images;
  }

  /** A network as ModelSerializer wrote it. */
  public Path networkFile(Kind kind) {
    return folder.resolve(kind + ".zip");
  }

  /** The bundle of that network. */
  public Path bundleFile(Kind kind) {
    return folder.resolve(kind + ".bundle");
  }

  /** Tells how far it is. */
  public void say(String line) {
    progress.println("bench: " + line);
    progress.flush();
  }

  /**
   * The reference's probabilities of the compared test images, once every engine of the kind has
   * given the same ones.
   *
   * @throws CommandFailure if one did not: nothing is measured then
   */
  public float[] requireAgreement(Kind kind) {
    return references.computeIfAbsent(kind, k -> new AgreementCheck(this).require(k));
  }

  /** The order of the variants in a round: turned on each time, so that none is always first. */
  public static <T> List<T> turned(List<T> variants, int round) {
    List<T> turned = new ArrayList<>(variants);
    Collections.rotate(turned, -round);
    return turned;
  }

  private byte[] bundle(Kind kind) throws IOException {
    Path given = plan.bundles().get(kind);
    return given != null
        ? Files.readAllBytes(given)
        : Bundles.of("bench-" + kind, kind, kind.network(SEED), SEED, images);
  }
}
