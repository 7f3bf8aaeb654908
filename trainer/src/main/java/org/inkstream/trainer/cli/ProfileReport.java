package org.inkstream.trainer.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.trainer.bundling.Reprofiled;
import org.inkstream.trainer.bundling.StatisticShift;

/** What {@code profile} prints. */
final class ProfileReport {

  private static final int SHOWN = 5;

  private ProfileReport() {}

  static String text(Reprofiled result, Path out) {
    ReferenceProfile before = result.before().profile();
    ReferenceProfile after = result.bundle().profile();
    StringBuilder text = new StringBuilder();
    line(text, "version    %s", result.bundle().manifest().version());
    line(text, "from       %s", result.before().manifest().version());
    line(text, "images     %,d of %s; before %,d", after.events(), data(result), before.events());
    line(
        text,
        "accuracy   %.2f %% on them; before %.2f %%",
        100 * after.accuracy(),
        100 * before.accuracy());
    line(
        text,
        "alarms     %d of %d statistics, with these images as one window against the reference before",
        alarms(result),
        result.shifts().size());
    line(text, "bundle     %s", out);
    text.append('\n');
    line(
        text,
        "%-28s %13s %13s %8s %8s",
        "farthest from before",
        "median before",
        "median now",
        "PSI",
        "W1/sd");
    for (StatisticShift shift :
        result.shifts().subList(0, Math.min(SHOWN, result.shifts().size()))) {
      line(
          text,
          "%-28s %13.4f %13.4f %8.3f %8.3f",
          shift.name(),
          shift.medianBefore(),
          shift.median(),
          shift.psi(),
          shift.wasserstein());
    }
    return text.toString();
  }

  static String json(Reprofiled result, Path out) {
    Manifest manifest = result.bundle().manifest();
    ReferenceProfile before = result.before().profile();
    ReferenceProfile after = result.bundle().profile();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", manifest.version());
    json.put("versionBefore", result.before().manifest().version());
    json.put("family", manifest.family());
    json.put("data", data(result));
    json.put("profileImages", after.events());
    json.put("profileImagesBefore", before.events());
    json.put("profile", after.digest());
    json.put("profileBefore", before.digest());
    json.put("accuracy", after.accuracy());
    json.put("accuracyBefore", before.accuracy());
    json.put("alarms", alarms(result));
    List<Map<String, Object>> statistics = new ArrayList<>();
    for (StatisticShift shift : result.shifts()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", shift.name());
      entry.put("median", shift.median());
      entry.put("medianBefore", shift.medianBefore());
      entry.put("psiDebiased", shift.psi());
      entry.put("wasserstein", shift.wasserstein());
      entry.put("alarm", shift.alarm());
      statistics.add(entry);
    }
    json.put("statistics", statistics);
    json.put("bundle", out.toString());
    return Json.line(json);
  }

  private static long alarms(Reprofiled result) {
    return result.shifts().stream().filter(StatisticShift::alarm).count();
  }

  private static String data(Reprofiled result) {
    return result.bundle().manifest().hyperparameters().get("profileData");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
