defmodule App.MixProject do
  use Mix.Project

  def project, do: [app: :app, version: "0.1.0", deps: [{:tiny, git: "https://git.example.com/tiny", tag: "v1"}, {:old, git: "https://git.example.com/old", branch: "main"}]]
end
