package org.inkstream.trainer.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.Recipe;

/**
 * A family that is compared with others.
 *
 * @param recipe with its settings
 * @param scaling of its images
 * @param description what it is, in a few words
 */
public record Candidate(Recipe recipe, Scaling scaling, String description) {

  /** Checks that everything is there. */
  public Candidate {
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(description, "description");
  }

  /** The family's word. */
  public String name() {
    return recipe.family();
  }

  /** Everything its results depend on, by name. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    recipe.settings().forEach((name, value) -> settings.put(name() + "." + name, value));
    settings.put(name() + ".preprocess", scaling.toString());
    return settings;
  }
}
