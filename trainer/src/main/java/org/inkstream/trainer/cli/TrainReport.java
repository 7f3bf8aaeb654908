package org.inkstream.trainer.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.evaluate.Evaluation;

/** What {@code train} says at its end. */
final class TrainReport {

  private TrainReport() {}

  static String text(Trained trained, Path out) {
    Manifest manifest = trained.bundle().manifest();
    Evaluation test = trained.test();
    ReferenceProfile profile = trained.bundle().profile();
    return String.format(
        Locale.ROOT,
        """
        version    %s
        test       accuracy %.2f %%, cross-entropy %.4f, calibration error %.4f on %,d images
        profile    %,d images, %.2f %% of them right
        weights    %,d, sha256 %s
        took       %.1f s%s
        bundle     %s
        """,
        manifest.version(),
        100 * test.accuracy(),
        test.crossEntropy(),
        test.ece(),
        test.images(),
        profile.events(),
        100 * profile.accuracy(),
        manifest.parameters(),
        trained.fitted().weightsDigest(),
        manifest.metrics().get("seconds"),
        epochs(trained),
        out);
  }

  private static String epochs(Trained trained) {
    int all = trained.fitted().epochs().size();
    return all == 0 ? "" : ", the best epoch was %d of %d".formatted(trained.fitted().epoch(), all);
  }

  static String json(Trained trained, Path out) {
    return Json.line(entries(trained, out));
  }

  /** The entries of a JSON object, to which more may be added. */
  static Map<String, Object> entries(Trained trained, Path out) {
    Manifest manifest = trained.bundle().manifest();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", manifest.version());
    json.put("family", manifest.family());
    json.put("images", trained.test().images());
    json.putAll(trained.test().metrics());
    json.put("profileImages", trained.bundle().profile().events());
    json.put("parameters", manifest.parameters());
    json.put("weightsSha256", trained.fitted().weightsDigest());
    json.put("bestEpoch", trained.fitted().epoch());
    json.put("epochs", trained.fitted().epochs().size());
    json.put("seconds", manifest.metrics().get("seconds"));
    json.put("bundle", out.toString());
    return json;
  }
}
