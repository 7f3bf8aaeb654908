package org.inkstream.trainer.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * What Keras writes of a network's architecture, in the forms of Keras 1, 2 and 3: a chain of
 * layers, first to last. Words of Keras 3 are those of Keras 2 here.
 *
 * @param savedBy what it says of the Keras that wrote it
 */
record ModelText(SavedBy savedBy, List<LayerText> layers) {

  private static final int MOST_LAYERS = 1_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the text of the attribute {@code model_config}, or what {@code model.to_json()} gives.
   *
   * @throws UnimportableException if it is no chain of layers
   */
  static ModelText of(String json) throws UnimportableException {
    Map<String, Object> model;
    try {
      model = JSON.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new UnimportableException("the description of the network is no JSON object", e);
    }
    if (model == null) {
      throw new UnimportableException("the description of the network is no JSON object");
    }
    Object kind = model.get("class_name");
    List<?> described;
    boolean sequential = "Sequential".equals(kind);
    if (model.get("config") instanceof List<?> list) {
      described = list;
    } else if (model.get("config") instanceof Map<?, ?> map
        && map.get("layers") instanceof List<?> l) {
      described = l;
    } else {
      throw new UnimportableException("the description of the network has no layers");
    }
    if (!sequential && !"Model".equals(kind) && !"Functional".equals(kind)) {
      throw new UnimportableException(
          "the network is a %s; Sequential, Model and Functional are known"
              .formatted(Part.oneLine(String.valueOf(kind))));
    }
    if (described.isEmpty() || described.size() > MOST_LAYERS) {
      throw new UnimportableException("the network has " + described.size() + " layers");
    }
    List<LayerText> layers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Object one : described) {
      if (!(one instanceof Map<?, ?> layer)) {
        throw new UnimportableException("layer " + (layers.size() + 1) + " is no JSON object");
      }
      LayerText text = layer(layer, layers.size() + 1);
      if (!names.add(text.name())) {
        throw text.refused("another layer has the same name");
      }
      if (!sequential) {
        checkInbound(text, layer.get("inbound_nodes"), layers);
      }
      layers.add(text);
    }
    return new ModelText(savedBy(model), List.copyOf(layers));
  }

  private static SavedBy savedBy(Map<String, Object> model) throws UnimportableException {
    String backend = model.get("backend") instanceof String text ? text : null;
    if (model.get("keras_version") instanceof String version) {
      return SavedBy.of(version, backend);
    }
    // Keras 3 says where its classes are instead.
    return new SavedBy(model.containsKey("module") ? 3 : 0, backend);
  }

  private static LayerText layer(Map<?, ?> layer, int number) throws UnimportableException {
    if (!(layer.get("class_name") instanceof String kind)
        || !(layer.get("config") instanceof Map<?, ?> given)) {
      throw new UnimportableException("layer " + number + " has no class or no config");
    }
    Map<String, Object> config = new LinkedHashMap<>();
    given.forEach((key, value) -> config.put(String.valueOf(key), value));
    Object name = config.getOrDefault("name", layer.get("name"));
    String known = name instanceof String text ? text : kind + "_" + number;
    config.put("name", known);
    // Keras 3's word, and its policies, which are objects.
    if (config.remove("batch_shape") instanceof List<?> shape) {
      config.put("batch_input_shape", shape);
    }
    config.remove("dtype");
    return new LayerText(kind, known, config);
  }

  /** A chain: each layer is called once, on the layer before it. */
  private static void checkInbound(LayerText text, Object nodes, List<LayerText> before)
      throws UnimportableException {
    List<String> inbound = new ArrayList<>();
    if (nodes instanceof List<?> calls) {
      if (calls.size() > 1) {
        throw text.refused("it is called more than once");
      }
      collect(nodes, inbound);
    }
    List<String> wanted =
        before.isEmpty() ? List.of() : List.of(before.get(before.size() - 1).name());
    if (!inbound.equals(wanted)) {
      throw text.refused(
          "its input is %s, not the one layer before it; only chains are imported"
              .formatted(inbound.isEmpty() ? "missing" : Part.oneLine(inbound.toString())));
    }
  }

  /** Keras 2 has [name, node, tensor, {}], Keras 3 keras_history: [name, node, tensor]. */
  private static void collect(Object node, List<String> names) {
    if (node instanceof List<?> list) {
      if (list.size() >= 3
          && list.get(0) instanceof String name
          && list.get(1) instanceof Integer) {
        names.add(name);
      } else {
        list.forEach(one -> collect(one, names));
      }
    } else if (node instanceof Map<?, ?> map) {
      map.values().forEach(one -> collect(one, names));
    }
  }
}
